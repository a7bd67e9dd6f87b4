package dev.riffle.gradient.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fastest verbs against plain loops, over runs of few and many vectors, and by hand. */
class SlopeKernelsTest {
  private static final int[] VECTORS = {1, 2, 3, 5, 260}; // sums are put by after 256
  private static final int RUN = 261 * 16;
  private static final int SCRATCH = 20 * RUN;

  private final SlopeKernels fastest = SlopeKernels.fastest();
  private final SlopeKernels plain = new PlainSlopes(fastest.lanes());

  /** What a verb does to an array. */
  private interface Verb {
    void run(SlopeKernels kernels, float[] arena, int vectors);
  }

  /** Sums of so many products of numbers below one half are told apart to this. */
  private static final float TOLERANCE = 1e-3f;

  private void assertAlike(int from, int count, Verb verb) {
    for (int vectors : VECTORS) {
      float[] expected = numbers();
      float[] found = expected.clone();
      verb.run(plain, expected, vectors);
      verb.run(fastest, found, vectors);
      assertArrayEquals(
          Arrays.copyOfRange(expected, from, from + count),
          Arrays.copyOfRange(found, from, from + count),
          TOLERANCE,
          vectors + " vectors");
    }
  }

  private static float[] numbers() {
    Random random = new Random(1);
    float[] numbers = new float[SCRATCH + SlopeKernels.SCRATCH];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  private static int[] runs(int first, int count) {
    return IntStream.range(0, count).map(i -> (first + i) * RUN + i).toArray();
  }

  @Test
  void dotsAreThoseOfPlainLoops() {
    int tile = SlopeKernels.TILE;
    int[] rows = runs(0, tile + 1);
    int[] terms = runs(6, tile + 2);
    assertAlike(
        SCRATCH,
        tile * tile,
        (kernels, arena, vectors) -> kernels.dots(arena, rows, 1, terms, 2, vectors, SCRATCH));
  }

  @Test
  void correlationsAreThoseOfPlainLoops() {
    int[] taps = runs(0, SlopeKernels.TAPS + 1);
    assertAlike(
        SCRATCH,
        SlopeKernels.TAPS,
        (kernels, arena, vectors) ->
            kernels.correlate(arena, 15 * RUN, 3, taps, 1, vectors, SCRATCH));
  }

  @Test
  void sumsAreThoseOfPlainLoops() {
    assertAlike(
        SCRATCH,
        1,
        (kernels, arena, vectors) ->
            arena[SCRATCH] = (float) kernels.sum(arena, 5, RUN, vectors, SCRATCH));
    assertAlike(
        SCRATCH,
        2,
        (kernels, arena, vectors) -> kernels.moments(arena, 5, 0.3f, RUN, vectors, SCRATCH));
    assertAlike(
        SCRATCH,
        2,
        (kernels, arena, vectors) ->
            kernels.slopeSums(arena, 5, RUN, 1.5f, -0.2f, 0.1f, 0.3f, vectors, SCRATCH));
  }

  @Test
  void runsAreThoseOfPlainLoops() {
    assertAlike(
        0,
        SCRATCH,
        (kernels, arena, vectors) ->
            kernels.affine(arena, 5, 1.5f, -0.2f, 0.1f, RUN, 2 * RUN, vectors));
    assertAlike(
        0,
        SCRATCH,
        (kernels, arena, vectors) ->
            kernels.normSlopes(
                arena, 5, RUN, 1.5f, -0.2f, 0.1f, 0.3f, 0.4f, 0.6f, 2 * RUN, vectors));
  }

  @Test
  void theFirstOfTheHighestWins() {
    int[] taps = {0, 7, RUN, 2 * RUN};
    assertAlike(
        5 * RUN,
        RUN,
        (kernels, arena, vectors) -> {
          for (int p = 0; p < vectors * kernels.lanes(); p++) {
            arena[RUN + p] = p % 3 == 0 ? arena[7 + p] : arena[RUN + p]; // two alike
            arena[4 * RUN + p] = arena[taps[p % 4] + p];
          }
          kernels.winners(arena, 0, taps, 4 * RUN, 5 * RUN, vectors);
        });
  }

  @Test
  void rowsAreCopied() {
    for (int columns : new int[] {1, 8, 13, 16, 20}) {
      float[] arena = numbers();
      float[] before = arena.clone();
      fastest.copyRows(arena, 3, 21, RUN, 50, 3, columns);
      for (int row = 0; row < 3; row++) {
        for (int i = 0; i < columns; i++) {
          assertEquals(before[3 + row * 21 + i], arena[RUN + row * 50 + i]);
        }
      }
    }
  }

  @Test
  void rowsAreZipped() {
    for (SlopeKernels kernels : new SlopeKernels[] {plain, fastest}) {
      for (int columns : new int[] {1, 8, 13, 16, 20}) {
        float[] arena = numbers();
        float[] before = arena.clone();
        kernels.zip(arena, 1, RUN, 21, 3, columns, 2 * RUN, 50);
        for (int row = 0; row < 3; row++) {
          for (int i = 0; i < columns; i++) {
            assertEquals(before[1 + row * 21 + i], arena[2 * RUN + row * 50 + 2 * i]);
            assertEquals(before[RUN + row * 21 + i], arena[2 * RUN + row * 50 + 2 * i + 1]);
          }
        }
      }
    }
  }

  @Test
  void nothingBehindTheLastOfFourIsTouched() {
    for (int count : new int[] {0, 1, 15, 16, 35}) {
      float[] from = numbers();
      float[] expected = numbers();
      float[] found = expected.clone();
      plain.addFour(expected, 5, from, 9, 40, 0.5f, -1, 2, 0.25f, count);
      fastest.addFour(found, 5, from, 9, 40, 0.5f, -1, 2, 0.25f, count);
      assertArrayEquals(expected, found);
    }
  }
}
