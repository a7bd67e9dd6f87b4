package dev.riffle.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.image.Picture;
import dev.riffle.image.input.Fit;
import dev.riffle.image.input.Homography;
import dev.riffle.image.input.Warp;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlacementTest {
  private static final RandomGenerator MOST = () -> -1L;

  private static Truths truths(Box... boxes) {
    return new Truths(List.of(boxes).stream().map(box -> new Truth(box, 0)).toList(), List.of());
  }

  /** Black, with a white rectangle. */
  private static Picture rectangle(int width, int height, Box box) {
    byte[] bgr = new byte[3 * width * height];
    for (int y = (int) box.top(); y < box.bottom(); y++) {
      for (int x = (int) box.left(); x < box.right(); x++) {
        for (int c = 0; c < 3; c++) {
          bgr[3 * (y * width + x) + c] = (byte) 255;
        }
      }
    }
    return Picture.of(width, height, bgr);
  }

  /** What encloses all pixels that are half white or more. */
  private static Box found(Picture picture) {
    byte[] bgr = picture.bgr();
    int left = Integer.MAX_VALUE;
    int top = Integer.MAX_VALUE;
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if ((bgr[3 * (y * picture.width() + x)] & 0xff) >= 128) {
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x + 1);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    return new Box(left, top, right, bottom);
  }

  private static void assertFollows(Geometry geometry, Fit fit, Random random, double slack) {
    Box box = new Box(90, 60, 150, 130);
    for (int i = 0; i < 40; i++) {
      Warp fitted = Warp.of(240, 200, 320, 256, fit);
      Placement placement = Placement.of(fitted, geometry.draw(240, 200, random));
      Truths placed = placement.place(truths(box), 0, 0);
      try (Picture picture = rectangle(240, 200, box);
          Picture warped = placement.warp().apply(picture)) {
        Box found = found(warped);
        Box expected = placed.objects().get(0).box();
        String what = expected + " but " + found;
        assertEquals(expected.left(), found.left(), slack, what);
        assertEquals(expected.top(), found.top(), slack, what);
        assertEquals(expected.right(), found.right(), slack, what);
        assertEquals(expected.bottom(), found.bottom(), slack, what);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void boxesFollowThePixels(Fit fit) {
    assertFollows(Geometry.DEFAULT, fit, new Random(3), 1.2);
  }

  // A corner of a turned rectangle is less than half covered where it ends.
  @ParameterizedTest
  @EnumSource(Fit.class)
  void boxesEncloseTurnedPixels(Fit fit) {
    Geometry turning = new Geometry(List.of(0.8, 1.1), List.of(0.9, 1.1), 180, 10, 0.05, 0.5);
    assertFollows(turning, fit, new Random(4), 2);
  }

  private static byte[] noise(int count) {
    byte[] bgr = new byte[count];
    new Random(1).nextBytes(bgr);
    return bgr;
  }

  @Test
  void flippingExchangesWholePixels() {
    byte[] bgr = noise(3 * 7 * 5);
    byte[] mirrored = new byte[bgr.length];
    for (int i = 0; i < bgr.length; i++) {
      int x = i / 3 % 7;
      mirrored[i] = bgr[i + 3 * (6 - 2 * x)];
    }
    assertArrayEquals(mirrored, moved(bgr, 7, 5, GeometryTest.only(0, 0, 0, 1)));
  }

  @Test
  void turningByAQuarterExchangesWholePixels() {
    byte[] bgr = noise(3 * 6 * 6);
    byte[] turned = new byte[bgr.length];
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 6; x++) {
        System.arraycopy(bgr, 3 * (6 * y + x), turned, 3 * (6 * x + 5 - y), 3); // clockwise
      }
    }
    assertArrayEquals(turned, moved(bgr, 6, 6, GeometryTest.only(90, 0, 0, 0)));
  }

  @Test
  void translatingByWholePixelsMovesThem() {
    byte[] bgr = noise(3 * 8 * 4);
    byte[] shifted = new byte[bgr.length];
    for (int y = 1; y < 4; y++) {
      System.arraycopy(bgr, 3 * 8 * (y - 1), shifted, 3 * (8 * y + 2), 3 * 6);
    }
    assertArrayEquals(shifted, moved(bgr, 8, 4, GeometryTest.only(0, 0, 0.25, 0)));
  }

  private static byte[] moved(byte[] bgr, int width, int height, Geometry geometry) {
    Warp fit = Warp.of(width, height, width, height, Fit.STRETCH);
    Placement placement = Placement.of(fit, geometry.draw(width, height, MOST));
    try (Picture picture = Picture.of(width, height, bgr);
        Picture warped = placement.warp().apply(picture)) {
      return warped.bgr();
    }
  }

  @Test
  void aBoxStaysIfEnoughOfItIsLeft() {
    // A picture of 100x100, moved right by 20.
    Warp fit = Warp.of(100, 100, 100, 100, Fit.STRETCH);
    Placement placement = Placement.of(fit, Homography.shift(20, 0));
    Truths before =
        truths(
            new Box(0, 0, 10, 10), // whole
            new Box(75, 0, 85, 10), // a half is left
            new Box(79, 0, 89, 10), // a tenth
            new Box(79.5f, 0, 89.5f, 10), // less
            new Box(0, 0, 10, 1.5f), // too low
            new Box(90, 0, 95, 10), // outside
            new Box(5, 5, 5, 9)); // none at all
    List<Box> left = placement.place(before, 1.6, 0.25).objects().stream().map(Truth::box).toList();
    assertEquals(List.of(new Box(20, 0, 30, 10), new Box(95, 0, 100, 10)), left);
    assertEquals(4, placement.place(before, 0.6, 0.1).objects().size());
    assertEquals(5, placement.place(before, 0, 0).objects().size());
  }

  @Test
  void ignoredRegionsStayHoweverLittleIsLeft() {
    Warp fit = Warp.of(100, 100, 200, 200, Fit.STRETCH);
    Placement placement = Placement.of(fit);
    Truths before =
        new Truths(List.of(), List.of(new Box(-50, 0, 0.1f, 1), new Box(100, 0, 120, 9)));
    List<Box> left = placement.place(before, 5, 0.9).ignored();
    assertEquals(1, left.size());
    assertEquals(0.2f, left.get(0).right(), 1e-6f);
    assertTrue(left.get(0).left() == 0);
  }
}
