package dev.riffle.loader.sample;

import dev.riffle.image.ImageSize;
import dev.riffle.image.Picture;
import dev.riffle.image.crop.Crop;
import dev.riffle.image.input.InputWriter;
import dev.riffle.image.input.Planes;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** Pictures of one thing exactly as a classifier sees them. */
public final class PlainClassSamples extends SuppliedSamples<Integer> {
  private final Crop crop;
  private final Preprocess preprocess;

  /**
   * Nothing is read yet.
   *
   * @param crop what is seen of a picture
   * @param preprocess how that becomes the input, whose size it has already
   * @param isKeeping whether decoded pictures stay in memory, each of 3 bytes a pixel
   */
  public PlainClassSamples(
      PictureSet<Integer> pictures,
      Crop crop,
      Preprocess preprocess,
      Unreadable policy,
      boolean isKeeping) {
    super(pictures, policy, isKeeping);
    this.crop = crop;
    this.preprocess = preprocess;
  }

  @Override
  public ImageSize inputSize(int[] pictures, RandomGenerator random) {
    return new ImageSize(preprocess.width(), preprocess.height());
  }

  @Override
  public Maker<Integer> open() {
    InputWriter writer = new InputWriter(preprocess);
    return new Maker<>() {
      @Override
      public Sample<Integer> make(int picture, RandomGenerator random, ImageSize size, Planes to)
          throws IOException {
        try (Supply.Supplied<Integer> supplied = supply.supply(picture, random);
            Picture middle = crop.apply(supplied.picture(), size.width(), size.height())) {
          writer.write(middle, preprocess.warp(size.width(), size.height()), to);
          return new Sample<>(supplied.place(), supplied.answer());
        }
      }

      @Override
      public void close() {
        writer.close();
      }
    };
  }
}
