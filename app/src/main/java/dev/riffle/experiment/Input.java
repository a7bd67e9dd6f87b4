package dev.riffle.experiment;

import dev.riffle.image.ChannelOrder;
import dev.riffle.image.Fit;
import dev.riffle.image.Preprocess;
import java.util.List;
import java.util.Optional;

/**
 * What a network sees of a picture.
 *
 * @param width pixels
 * @param height pixels
 * @param fit how a picture is brought to that size; a detector needs it
 * @param order of the channels
 * @param mean of each channel, in that order, on a scale of 0 to 255
 * @param std standard deviation likewise
 */
public record Input(
    int width,
    int height,
    Optional<Fit> fit,
    ChannelOrder order,
    List<Float> mean,
    List<Float> std) {

  public Input {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    // Whatever the fit is, the numbers must suit a preprocessing.
    new Preprocess(width, height, fit.orElse(Fit.STRETCH), mean, std, order);
  }

  /**
   * How a picture becomes the input of a detector.
   *
   * @throws IllegalArgumentException if no fit is given
   */
  public Preprocess preprocess() {
    return new Preprocess(
        width,
        height,
        fit.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "input.fit: a detector needs one of " + List.of(Fit.values()))),
        mean,
        std,
        order);
  }
}
