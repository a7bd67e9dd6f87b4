package dev.riffle.augment;

import dev.riffle.image.ImageSize;
import dev.riffle.image.input.Warp;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How pictures with boxes are changed; by default as NanoDet-Plus was trained.
 *
 * @param geometry where pixels go; null leaves them where they are
 * @param colour what becomes of them; null leaves them as they are
 * @param mosaic how probable it is that an input is made of four pictures
 * @param mixUp how probable it is that an input is the mean of two
 * @param widths of inputs, of which one is drawn for a batch, multiples of 32; heights in
 *     proportion, likewise; none for the input's own
 * @param leastSide of a box that stays, in pixels of the input, after what is outside was cut off
 * @param leastShare of a box's area that must be left for it to stay
 */
public record DetectionAugmentation(
    Optional<Geometry> geometry,
    Optional<Colour> colour,
    double mosaic,
    double mixUp,
    List<Integer> widths,
    double leastSide,
    double leastShare)
    implements Augmentation {

  /** NanoDet-Plus's. */
  public static final DetectionAugmentation DEFAULT =
      new DetectionAugmentation(
          Optional.of(Geometry.DEFAULT), Optional.of(Colour.DEFAULT), 0, 0, List.of(), 2, 0.1);

  /** Changes nothing; of boxes, what lies in the input stays. */
  public static final DetectionAugmentation NONE =
      new DetectionAugmentation(Optional.empty(), Optional.empty(), 0, 0, List.of(), 0, 0);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the component
   */
  public DetectionAugmentation {
    widths = List.copyOf(widths);
    for (int width : widths) {
      if (width < 1 || width % Warp.MULTIPLE != 0) {
        throw new IllegalArgumentException(
            "widths: expected multiples of " + Warp.MULTIPLE + ", found " + widths);
      }
    }
    Interval.check("mosaic", mosaic, 0, 1);
    Interval.check("mixUp", mixUp, 0, 1);
    Interval.check("leastSide", leastSide, 0, Double.MAX_VALUE);
    Interval.check("leastShare", leastShare, 0, 1);
  }

  /** A picture's way into an input, given how it would lie there unchanged. */
  public Placement draw(Warp fit, RandomGenerator random) {
    return geometry
        .map(way -> way.draw(fit.pictureWidth(), fit.pictureHeight(), random))
        .map(change -> Placement.of(fit, change))
        .orElseGet(() -> Placement.of(fit));
  }

  /** A change of an input's colours. */
  public Tone tone(RandomGenerator random) {
    return colour.map(change -> change.draw(random)).orElse(Tone.PLAIN);
  }

  /** How large a batch's inputs are, given the size that they have by default. */
  public ImageSize inputSize(int width, int height, RandomGenerator random) {
    if (widths.isEmpty()) {
      return new ImageSize(width, height);
    }
    int drawn = widths.get(random.nextInt(widths.size()));
    int coarsest = Warp.MULTIPLE;
    int rows = Math.max(1, Math.round((float) drawn * height / width / coarsest));
    return new ImageSize(drawn, rows * coarsest);
  }
}
