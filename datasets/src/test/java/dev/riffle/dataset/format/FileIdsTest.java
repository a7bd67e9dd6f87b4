package dev.riffle.dataset.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.dataset.Ids;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileIdsTest {

  private static long[] ids(String... names) {
    Ids ids = FileIds.of(names);
    long[] numbers = new long[ids.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ids.number(i);
    }
    return numbers;
  }

  @Test
  void digitsAreIdsIfAllAreDigitsAndDiffer() {
    assertArrayEquals(new long[] {139, 7}, ids("000000000139.jpg", "s/7.png"));
    assertArrayEquals(new long[] {1, 2}, ids("000139.jpg", "a7.png"));
    assertArrayEquals(new long[] {1, 2}, ids("a/7.jpg", "b/07.jpg"));
    assertArrayEquals(new long[] {1}, ids("9999999999999999999.jpg"));
    assertArrayEquals(new long[] {1}, ids("\u0663.jpg")); // a digit, but not of ours
    assertArrayEquals(new long[0], ids());
  }

  @Test
  void stemsEndAtTheLastDot() {
    assertEquals("a.b", FileIds.stem("x.y/a.b.jpg"));
    assertEquals(".hidden", FileIds.stem("x/.hidden"));
    assertEquals("plain", FileIds.stem("plain"));
  }

  @Test
  void lossesAreSaidInOneLineEach() {
    Losses losses =
        Losses.NONE
            .with(0, "never", "said")
            .with(1, "box", "rounded")
            .with(2, "category without annotations", "left out")
            .with(3, "box that is not finite", "left out");
    assertEquals(
        List.of(
            "1 box rounded",
            "2 categories without annotations left out",
            "3 boxes that are not finite left out"),
        losses.lines());
  }
}
