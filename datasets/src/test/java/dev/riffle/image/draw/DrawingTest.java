package dev.riffle.image.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Box;
import dev.riffle.box.Categories;
import dev.riffle.box.Category;
import dev.riffle.box.Detection;
import dev.riffle.image.Picture;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawingTest {
  private static final Drawing DRAWING = new Drawing(Categories.numbered(80));

  @ParameterizedTest
  @ValueSource(ints = {0, 255, 128})
  void framesAndTagsShowOnAnyGround(int ground) {
    try (Picture picture = flat(320, 240, ground)) {
      DRAWING.draw(picture, List.of(new Detection(new Box(50, 100, 250, 200), 0, 0.5f)));
      byte[] bgr = picture.bgr();
      int changed = changed(bgr, ground, 0, 320 * 240);
      assertTrue(changed > 2 * (200 + 100) && changed < 320 * 240 / 10, "changed " + changed);
      // The tag lies above the frame, and nothing below it or within it.
      assertTrue(changed(bgr, ground, 320 * 85, 320 * 99) > 300);
      assertEquals(0, changed(bgr, ground, 320 * 200, 320 * 240));
      assertEquals(0, changed(bgr, ground, 320 * 150 + 60, 320 * 150 + 240));
    }
  }

  @Test
  void everyPlaceAndSizeIsDrawable() {
    int[][] sizes = {{1, 1}, {2, 300}, {300, 2}, {64, 64}, {5000, 40}, {2000, 1500}};
    float[] places = {-50, 0, 0.5f, 1, 30, 63, 64, 1999, 9000, Float.POSITIVE_INFINITY};
    for (int[] size : sizes) {
      try (Picture picture = flat(size[0], size[1], 90)) {
        for (float place : places) {
          for (float side : new float[] {0, 1, 7, 5000}) {
            Box box = new Box(place, place / 2, place + side, place / 2 + side);
            DRAWING.draw(picture, List.of(new Detection(box, 79, 1)));
          }
        }
        assertTrue(changed(picture.bgr(), 90, 0, size[0] * size[1]) > 0);
      }
    }
  }

  @Test
  void aTagWithoutRoomAboveGoesInside() {
    try (Picture picture = flat(320, 240, 255)) {
      DRAWING.draw(picture, List.of(new Detection(new Box(200, 0, 320, 200), 0, 0.5f)));
      byte[] bgr = picture.bgr();
      int inTag = 320 * 6 + 300;
      assertEquals(0, changed(bgr, 255, 0, 150));
      assertTrue(changed(bgr, 255, 320 * 6, inTag) > 40);
    }
  }

  @Test
  void theHigherScoreLiesOnTopWhateverTheOrder() {
    Detection low = new Detection(new Box(20, 50, 120, 120), 0, 0.3f);
    Detection high = new Detection(new Box(20, 50, 120, 120), 1, 0.9f);
    try (Picture one = flat(200, 150, 0);
        Picture other = flat(200, 150, 0)) {
      DRAWING.draw(one, List.of(low, high));
      DRAWING.draw(other, List.of(high, low));
      assertArrayEquals(one.bgr(), other.bgr());
      byte[] pixel = new byte[3];
      one.mat().get(80, 21, pixel);
      int[] colour = Palette.bgr(1);
      assertArrayEquals(new byte[] {(byte) colour[0], (byte) colour[1], (byte) colour[2]}, pixel);
    }
  }

  @Test
  void nothingFoundLeavesThePictureAlone() {
    try (Picture picture = flat(20, 10, 7)) {
      DRAWING.draw(picture, List.of());
      assertEquals(0, changed(picture.bgr(), 7, 0, 200));
    }
  }

  @Test
  void namesBeyondAsciiAreDrawn() {
    for (String name : List.of("köpek", "猫", "شخص", "\ud83d\udc08", "")) {
      Drawing drawing = new Drawing(new Categories(List.of(new Category(1, name))));
      try (Picture picture = flat(320, 240, 255)) {
        drawing.draw(picture, List.of(new Detection(new Box(50, 100, 250, 200), 0, 0.5f)));
        assertTrue(changed(picture.bgr(), 255, 320 * 85, 320 * 99) > 200, name);
      }
    }
    assertEquals("kopek", Lettering.withoutMarks("köpek"));
    assertEquals("lyzka", Lettering.withoutMarks("łyżka"));
  }

  @Test
  void anUnknownClassIsRefused() {
    try (Picture picture = flat(20, 10, 7)) {
      List<Detection> unknown = List.of(new Detection(new Box(0, 0, 9, 9), 80, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> DRAWING.draw(picture, unknown));
    }
  }

  @Test
  void coloursDiffer() {
    Set<String> colours = new HashSet<>();
    for (int category = 0; category < 80; category++) {
      int[] bgr = Palette.bgr(category);
      assertTrue(Arrays.stream(bgr).allMatch(sample -> sample >= 0 && sample <= 255));
      colours.add(Arrays.toString(bgr));
      if (category > 0) {
        int[] before = Palette.bgr(category - 1);
        int distance = 0;
        for (int c = 0; c < 3; c++) {
          distance += Math.abs(bgr[c] - before[c]);
        }
        assertTrue(distance > 100, category + " is too near " + (category - 1));
      }
    }
    assertEquals(80, colours.size());
  }

  @Test
  void lettersContrastWithTheirGround() {
    assertTrue(Palette.isLight(new int[] {255, 255, 255}));
    assertTrue(Palette.isLight(new int[] {0, 255, 255})); // yellow
    assertFalse(Palette.isLight(new int[] {0, 0, 0}));
    assertFalse(Palette.isLight(new int[] {255, 0, 0})); // blue
  }

  private static Picture flat(int width, int height, int grey) {
    byte[] bgr = new byte[3 * width * height];
    Arrays.fill(bgr, (byte) grey);
    return Picture.of(width, height, bgr);
  }

  // Pixels of a range, counted row by row, that are no longer of the ground.
  private static int changed(byte[] bgr, int ground, int from, int to) {
    int changed = 0;
    for (int i = from; i < to; i++) {
      boolean isGround =
          bgr[3 * i] == (byte) ground
              && bgr[3 * i + 1] == (byte) ground
              && bgr[3 * i + 2] == (byte) ground;
      changed += isGround ? 0 : 1;
    }
    return changed;
  }
}
