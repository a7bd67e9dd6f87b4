package dev.riffle.loader.sample;

import dev.riffle.augment.Canvas;
import dev.riffle.augment.DetectionAugmentation;
import dev.riffle.augment.Placement;
import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.image.ImageSize;
import dev.riffle.image.Picture;
import dev.riffle.image.input.Fit;
import dev.riffle.image.input.Homography;
import dev.riffle.image.input.Planes;
import dev.riffle.image.input.Preprocess;
import dev.riffle.image.input.Warp;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Pictures with boxes, changed at random, for training a detector. */
public final class DetectionSamples extends SuppliedSamples<Truths> {
  private final Preprocess preprocess;
  private final DetectionAugmentation augmentation;

  /**
   * Nothing is read yet.
   *
   * @param preprocess whose width and height all inputs have, unless the augmentation has others
   * @param isKeeping whether decoded pictures stay in memory, each of 3 bytes a pixel
   */
  public DetectionSamples(
      PictureSet<Truths> pictures,
      Preprocess preprocess,
      DetectionAugmentation augmentation,
      Unreadable policy,
      boolean isKeeping) {
    super(pictures, policy, isKeeping);
    this.preprocess = preprocess;
    this.augmentation = augmentation;
  }

  @Override
  public ImageSize inputSize(int[] pictures, RandomGenerator random) {
    return augmentation.inputSize(preprocess.width(), preprocess.height(), random);
  }

  @Override
  public Maker<Truths> open() {
    return new Composer();
  }

  /** Composes inputs of pictures. */
  private final class Composer implements Maker<Truths> {
    private final Canvas canvas = new Canvas();
    private Planes second = Planes.of(0, 0, 0);

    @Override
    public Sample<Truths> make(int picture, RandomGenerator random, ImageSize size, Planes to)
        throws IOException {
      Sample<Truths> sample = compose(picture, random, size, to);
      if (random.nextDouble() >= augmentation.mixUp()) {
        return sample;
      }
      if (second.data().length != Preprocess.CHANNELS * size.width() * size.height()) {
        second = Planes.of(Preprocess.CHANNELS, size.height(), size.width());
      }
      Sample<Truths> other = compose(random.nextInt(size()), random, size, second);
      average(to, second, size);
      return new Sample<>(sample.picture(), both(sample.answer(), other.answer()));
    }

    private Sample<Truths> compose(int picture, RandomGenerator random, ImageSize size, Planes to)
        throws IOException {
      canvas.clear(size.width(), size.height());
      return random.nextDouble() < augmentation.mosaic()
          ? mosaic(picture, random, size, to)
          : single(picture, random, size, to);
    }

    private Sample<Truths> single(int picture, RandomGenerator random, ImageSize size, Planes to)
        throws IOException {
      try (Supply.Supplied<Truths> supplied = supply.supply(picture, random)) {
        Picture read = supplied.picture();
        Warp fit =
            Warp.of(read.width(), read.height(), size.width(), size.height(), preprocess.fit())
                .within(size.width(), size.height());
        Truths truths = draw(supplied, fit, 0, 0, random);
        canvas.write(fit.width(), fit.height(), augmentation.tone(random), preprocess, to);
        return new Sample<>(supplied.place(), truths);
      }
    }

    // Four pictures meet at a point in the input's middle part, each filling its corner.
    private Sample<Truths> mosaic(int picture, RandomGenerator random, ImageSize size, Planes to)
        throws IOException {
      int across = (int) ((0.3 + 0.4 * random.nextDouble()) * size.width());
      int down = (int) ((0.3 + 0.4 * random.nextDouble()) * size.height());
      Truths truths = Truths.NONE;
      int first = picture;
      for (int corner = 0; corner < 4; corner++) {
        int left = corner % 2 == 0 ? 0 : across;
        int top = corner < 2 ? 0 : down;
        int width = corner % 2 == 0 ? across : size.width() - across;
        int height = corner < 2 ? down : size.height() - down;
        int wanted = corner == 0 ? picture : random.nextInt(size());
        try (Supply.Supplied<Truths> supplied = supply.supply(wanted, random)) {
          Warp fit = covering(supplied.picture(), width, height);
          truths = both(truths, draw(supplied, fit, left, top, random));
          first = corner == 0 ? supplied.place() : first;
        }
      }
      canvas.write(size.width(), size.height(), augmentation.tone(random), preprocess, to);
      return new Sample<>(first, truths);
    }

    private Warp covering(Picture picture, int width, int height) {
      Homography forward =
          Warp.of(picture.width(), picture.height(), width, height, Fit.STRETCH).forward();
      if (preprocess.fit() != Fit.STRETCH) {
        double ratio = Math.max(forward.xx(), forward.yy());
        forward =
            Homography.shift(-picture.width() / 2.0, -picture.height() / 2.0)
                .then(Homography.scale(ratio, ratio))
                .then(Homography.shift(width / 2.0, height / 2.0));
      }
      return new Warp(picture.width(), picture.height(), forward, width, height, width, height);
    }

    private Truths draw(
        Supply.Supplied<Truths> supplied, Warp fit, int left, int top, RandomGenerator random) {
      Placement placement = augmentation.draw(fit, random);
      canvas.draw(supplied.picture(), placement.warp(), left, top);
      Truths placed =
          placement.place(supplied.answer(), augmentation.leastSide(), augmentation.leastShare());
      return moved(placed, left, top);
    }

    @Override
    public void close() {
      canvas.close();
    }
  }

  private static void average(Planes to, Planes other, ImageSize size) {
    for (int c = 0; c < Preprocess.CHANNELS; c++) {
      for (int y = 0; y < size.height(); y++) {
        int at = to.offsets()[c] + y * to.pitch();
        int from = other.offsets()[c] + y * other.pitch();
        for (int x = 0; x < size.width(); x++) {
          to.data()[at + x] = 0.5f * (to.data()[at + x] + other.data()[from + x]);
        }
      }
    }
  }

  private static Truths both(Truths some, Truths others) {
    List<Truth> objects = new ArrayList<>(some.objects());
    objects.addAll(others.objects());
    List<Box> ignored = new ArrayList<>(some.ignored());
    ignored.addAll(others.ignored());
    return new Truths(objects, ignored);
  }

  private static Truths moved(Truths truths, int right, int down) {
    return new Truths(
        truths.objects().stream()
            .map(truth -> new Truth(moved(truth.box(), right, down), truth.category()))
            .toList(),
        truths.ignored().stream().map(region -> moved(region, right, down)).toList());
  }

  private static Box moved(Box box, int right, int down) {
    return new Box(box.left() + right, box.top() + down, box.right() + right, box.bottom() + down);
  }
}
