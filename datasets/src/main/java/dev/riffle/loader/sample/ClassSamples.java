package dev.riffle.loader.sample;

import dev.riffle.augment.Canvas;
import dev.riffle.augment.ClassificationAugmentation;
import dev.riffle.image.ImageSize;
import dev.riffle.image.input.Planes;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** Pictures of one thing, changed at random, for training a classifier. */
public final class ClassSamples extends SuppliedSamples<Integer> {
  private final Preprocess preprocess;
  private final ClassificationAugmentation augmentation;

  /**
   * Nothing is read yet.
   *
   * @param preprocess whose width and height all inputs have
   * @param isKeeping whether decoded pictures stay in memory, each of 3 bytes a pixel
   */
  public ClassSamples(
      PictureSet<Integer> pictures,
      Preprocess preprocess,
      ClassificationAugmentation augmentation,
      Unreadable policy,
      boolean isKeeping) {
    super(pictures, policy, isKeeping);
    this.preprocess = preprocess;
    this.augmentation = augmentation;
  }

  @Override
  public ImageSize inputSize(int[] pictures, RandomGenerator random) {
    return new ImageSize(preprocess.width(), preprocess.height());
  }

  @Override
  public Maker<Integer> open() {
    Canvas canvas = new Canvas();
    return new Maker<>() {
      @Override
      public Sample<Integer> make(int picture, RandomGenerator random, ImageSize size, Planes to)
          throws IOException {
        try (Supply.Supplied<Integer> supplied = supply.supply(picture, random)) {
          canvas.clear(size.width(), size.height());
          augmentation.draw(supplied.picture(), canvas, random);
          canvas.write(
              size.width(), size.height(), augmentation.tone(canvas, random), preprocess, to);
          return new Sample<>(supplied.place(), supplied.answer());
        }
      }

      @Override
      public void close() {
        canvas.close();
      }
    };
  }
}
