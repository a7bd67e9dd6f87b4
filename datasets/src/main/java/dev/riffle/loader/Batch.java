package dev.riffle.loader;

import dev.riffle.image.input.Planes;
import dev.riffle.image.input.Preprocess;
import java.util.List;

/**
 * What a network sees in one step, and what it is to answer.
 *
 * @param step which
 * @param width of each input
 * @param height likewise
 * @param pixels {@code [sample][channel][height][width]}, normalised; not copied
 * @param answers of each sample: {@link dev.riffle.box.Truths} in the input's pixels, or a class
 * @param pictures of each sample: its place in the data set
 */
public record Batch<T>(
    long step, int width, int height, float[] pixels, List<T> answers, int[] pictures) {

  public Batch {
    answers = List.copyOf(answers);
  }

  /** Where one sample's pixels are. */
  public Planes planes(int sample) {
    int channels = Preprocess.CHANNELS;
    return Planes.at(pixels, sample * channels * height * width, channels, height, width);
  }

  /** How many samples there are. */
  public int size() {
    return pictures.length;
  }
}
