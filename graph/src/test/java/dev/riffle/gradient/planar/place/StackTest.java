package dev.riffle.gradient.planar.place;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two pictures of two rows and three columns, by hand. */
class StackTest {
  private static final Stack STACK = new Stack(2, 2, 3, 1);

  @Test
  void padsLieBehindRowsAndPictures() {
    assertEquals(4, STACK.pitch());
    assertEquals(12, STACK.step());
    assertEquals(24, STACK.places());
    assertEquals(12, STACK.count());
    float[] arena = new float[STACK.planeSize()];
    STACK.fillMask(arena, STACK.origin());
    assertArrayEquals(
        new float[] {1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0},
        Arrays.copyOfRange(arena, STACK.origin(), STACK.origin() + STACK.places()));
  }

  @Test
  void whatIsNotUsedIsAround() {
    float[] arena = new float[STACK.planeSize()];
    STACK.fillMask(arena, STACK.origin());
    STACK.fillAround(arena, STACK.origin(), 2, 3, 1);
    int margin = STACK.pitch() + 1; // one row and one place
    int first = STACK.origin() - margin;
    int end = STACK.origin() + STACK.places() + margin + Stack.OVERRUN;
    float[] ones = new float[Math.min(end, arena.length) - first];
    Arrays.fill(ones, 1);
    assertArrayEquals(ones, Arrays.copyOfRange(arena, first, first + ones.length));
    assertEquals(ones.length, (int) sum(arena));
  }

  private static double sum(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum;
  }

  @Test
  void rowsLieInAPlaneAndInABatch() {
    List<String> rows = new ArrayList<>();
    STACK.rows(1, 3, (inPlane, inBatch) -> rows.add(inPlane + " " + inBatch));
    assertEquals(List.of("0 6", "4 9", "12 24", "16 27"), rows);
  }

  @Test
  void firstPlacesLieAtTheBeginningOfCacheLines() {
    for (Stack stack : List.of(STACK, new Stack(1, 1, 1, 0), new Stack(3, 7, 13, 2))) {
      assertEquals(12, stack.origin() % 16, stack.toString()); // four places behind lie numbers
      assertEquals(16, stack.planeSize() % 32, stack.toString());
      assertEquals(stack.origin(), Stack.aligned(stack.origin()), stack.toString());
    }
  }
}
