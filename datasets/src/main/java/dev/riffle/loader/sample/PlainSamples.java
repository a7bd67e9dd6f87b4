package dev.riffle.loader.sample;

import dev.riffle.augment.Placement;
import dev.riffle.box.Truths;
import dev.riffle.image.ImageSize;
import dev.riffle.image.input.InputWriter;
import dev.riffle.image.input.Planes;
import dev.riffle.image.input.Preprocess;
import dev.riffle.image.input.Warp;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * Pictures with boxes exactly as a detector sees them. Where these inputs differ in size, a batch's
 * are filled up on the right and at the bottom to the largest.
 */
public final class PlainSamples extends SuppliedSamples<Truths> {
  private final Preprocess preprocess;

  /**
   * Nothing is read yet.
   *
   * @param isKeeping whether decoded pictures stay in memory, each of 3 bytes a pixel
   */
  public PlainSamples(PictureSet<Truths> pictures, Preprocess preprocess, boolean isKeeping) {
    super(pictures, Unreadable.FAIL, isKeeping);
    this.preprocess = preprocess;
  }

  @Override
  public ImageSize inputSize(int[] pictures, RandomGenerator random) throws IOException {
    int width = 1;
    int height = 1;
    for (int picture : pictures) {
      ImageSize pixels = supply.pictures().pixels(picture);
      Warp warp = preprocess.warp(pixels.width(), pixels.height());
      width = Math.max(width, warp.paddedWidth());
      height = Math.max(height, warp.paddedHeight());
    }
    return new ImageSize(width, height);
  }

  @Override
  public Maker<Truths> open() {
    InputWriter writer = new InputWriter(preprocess);
    return new Maker<>() {
      @Override
      public Sample<Truths> make(int picture, RandomGenerator random, ImageSize size, Planes to)
          throws IOException {
        try (Supply.Supplied<Truths> supplied = supply.supply(picture, random)) {
          Warp warp =
              preprocess
                  .warp(supplied.picture().width(), supplied.picture().height())
                  .within(size.width(), size.height());
          writer.write(supplied.picture(), warp, to);
          return new Sample<>(supplied.place(), Placement.of(warp).place(supplied.answer(), 0, 0));
        }
      }

      @Override
      public void close() {
        writer.close();
      }
    };
  }
}
