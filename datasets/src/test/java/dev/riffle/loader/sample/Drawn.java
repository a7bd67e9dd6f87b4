package dev.riffle.loader.sample;

import dev.riffle.box.Box;
import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.image.ImageSize;
import dev.riffle.image.Picture;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Pictures of noise, of different sizes, some of which cannot be read. */
final class Drawn implements PictureSet<Truths> {
  final AtomicInteger reads = new AtomicInteger();
  private final int size;
  private final Set<Integer> damaged;

  Drawn(int size, Integer... damaged) {
    this.size = size;
    this.damaged = Set.of(damaged);
  }

  @Override
  public String source() {
    return "drawn";
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String name(int picture) {
    return picture + ".png";
  }

  @Override
  public ImageSize pixels(int picture) {
    return new ImageSize(40 + 3 * picture, 70 - 2 * picture);
  }

  @Override
  public Picture read(int picture) throws IOException {
    reads.incrementAndGet();
    if (damaged.contains(picture)) {
      throw new IOException(name(picture) + ": truncated or damaged png");
    }
    ImageSize pixels = pixels(picture);
    byte[] bgr = new byte[3 * pixels.width() * pixels.height()];
    new Random(picture).nextBytes(bgr);
    return Picture.of(pixels.width(), pixels.height(), bgr);
  }

  @Override
  public Truths answer(int picture) {
    return new Truths(
        List.of(new Truth(new Box(5, 6, 30, 40), picture % 3)), List.of(new Box(0, 0, 20, 9)));
  }

  @Override
  public Categories categories() {
    return Categories.numbered(3);
  }
}
