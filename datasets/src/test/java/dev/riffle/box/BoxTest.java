package dev.riffle.box;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Hand-worked cases. */
class BoxTest {
  private static final Box UNIT = new Box(0, 0, 10, 10);

  @Test
  void overlapIsSharedOverTogether() {
    assertEquals(1, UNIT.intersectionOverUnion(UNIT));
    assertEquals(0.5f, UNIT.intersectionOverUnion(new Box(0, 0, 10, 5)));
    assertEquals(25 / 175f, UNIT.intersectionOverUnion(new Box(5, 5, 15, 15)));
    assertEquals(0, UNIT.intersectionOverUnion(new Box(10, 0, 20, 10)));
    assertEquals(0, UNIT.intersectionOverUnion(new Box(20, 20, 30, 30)));
    // Three fifths, as a float32.
    assertEquals(0.6f, UNIT.intersectionOverUnion(new Box(0, 0, 10, 6)));
  }

  @Test
  void boxesWithoutAreaOverlapNothing() {
    Box point = new Box(5, 5, 5, 5);
    assertEquals(0, point.intersectionOverUnion(point));
    assertEquals(0, point.intersectionOverUnion(UNIT));
  }

  @Test
  void clippingKeepsToThePicture() {
    assertEquals(new Box(0, 0, 7, 5), new Box(-3, -1, 9, 5).clipped(7, 6));
    assertEquals(new Box(7, 6, 7, 6), new Box(8, 8, 9, 9).clipped(7, 6));
  }

  @Test
  void sidesAreDifferences() {
    Box box = new Box(1, 2, 4, 8);
    assertEquals(3, box.width());
    assertEquals(6, box.height());
    assertEquals(18, box.area());
  }
}
