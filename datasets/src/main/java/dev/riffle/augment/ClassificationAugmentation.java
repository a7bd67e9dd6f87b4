package dev.riffle.augment;

import dev.riffle.image.Picture;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How pictures of one thing are changed: a part is cut out and scaled to the input, flipped, and
 * its colours changed; by default as ShuffleNetV2 was trained.
 *
 * @param area of the part, as shares of the picture's
 * @param ratio of its width to its height
 * @param flip how probable it is that left and right change places
 * @param brightness samples are multiplied by 1 − this to 1 + this
 * @param contrast likewise their distance from the picture's mean grey
 * @param saturation likewise their distance from their pixel's grey
 */
public record ClassificationAugmentation(
    List<Double> area,
    List<Double> ratio,
    double flip,
    double brightness,
    double contrast,
    double saturation)
    implements Augmentation {

  private static final int MOST_TRIES = 10;

  /** ShuffleNetV2's. */
  public static final ClassificationAugmentation DEFAULT =
      new ClassificationAugmentation(
          List.of(0.08, 1.0), List.of(3 / 4.0, 4 / 3.0), 0.5, 0.4, 0.4, 0.4);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the component
   */
  public ClassificationAugmentation {
    area = Interval.checked("area", area, 0);
    ratio = Interval.checked("ratio", ratio, 0);
    Interval.check("area", area.get(1), 0, 1);
    Interval.check("flip", flip, 0, 1);
    Interval.check("brightness", brightness, 0, 1);
    Interval.check("contrast", contrast, 0, 1);
    Interval.check("saturation", saturation, 0, 1);
  }

  /** Fills a canvas with a part of a picture. */
  public void draw(Picture picture, Canvas canvas, RandomGenerator random) {
    ImagePart part = part(picture.width(), picture.height(), random);
    canvas.fill(picture, part, random.nextDouble() < flip);
  }

  /**
   * One part of a picture: up to ten times an area and a shape are drawn, until the part fits in;
   * else the middle, as much as the ratio allows.
   */
  ImagePart part(int width, int height, RandomGenerator random) {
    for (int i = 0; i < MOST_TRIES; i++) {
      double pixels = Interval.draw(area, random) * width * height;
      // Even in the logarithm, so that wide is as probable as tall.
      double shape =
          Math.exp(Interval.draw(Math.log(ratio.get(0)), Math.log(ratio.get(1)), random));
      int across = (int) Math.round(Math.sqrt(pixels * shape));
      int down = (int) Math.round(Math.sqrt(pixels / shape));
      if (across > 0 && across <= width && down > 0 && down <= height) {
        int left = random.nextInt(width - across + 1);
        int top = random.nextInt(height - down + 1);
        return new ImagePart(left, top, across, down);
      }
    }
    double whole = (double) width / height;
    double shape = Math.min(Math.max(whole, ratio.get(0)), ratio.get(1));
    int across = Math.max(1, (int) Math.round(Math.min(width, height * shape)));
    int down = Math.max(1, (int) Math.round(Math.min(height, width / shape)));
    return new ImagePart((width - across) / 2, (height - down) / 2, across, down);
  }

  /** A change of what was drawn: brightness, then contrast, then saturation. */
  public Tone tone(Canvas canvas, RandomGenerator random) {
    double light = Interval.draw(1 - brightness, 1 + brightness, random);
    double strength = Interval.draw(1 - contrast, 1 + contrast, random);
    double a = Interval.draw(1 - saturation, 1 + saturation, random);
    // With mean m of the lit picture a sample s, as its pixel's grey, becomes
    // t = strength · light · s + (1 − strength) · m, and then a · t + (1 − a) · grey.
    double mean = light * canvas.meanGrey();
    double factor = strength * light;
    return new Tone(a * factor, (1 - a) * factor, (1 - strength) * mean, Tone.Reference.GREY);
  }
}
