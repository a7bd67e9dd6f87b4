package dev.riffle.run.planar.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verbs of both kinds against what they are said to do, number by number. */
class KernelsTest {
  private static final int PLANE = 256;

  static List<Kernels> kinds() throws ReflectiveOperationException {
    List<Kernels> kinds = new ArrayList<>(List.of(new PlainKernels()));
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      var vectors =
          Class.forName("dev.riffle.run.planar.kernel.VectorKernels").getDeclaredConstructor();
      kinds.add((Kernels) vectors.newInstance());
    }
    return kinds;
  }

  private static float[] numbers(int count) {
    Random random = new Random(count);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void rowsAreDealtOutByFours(Kernels kernels) {
    for (int count : new int[] {1, 3, 4, 15, 16, 17, 63, 64, 65, 100}) {
      float[] arena = numbers(8 * PLANE);
      float[] before = arena.clone();
      int pitch = (count + 3) / 4 + 1;
      kernels.dealFours(arena, 0, count + 5, 2, count, 2 * PLANE, PLANE, pitch);
      for (int row = 0; row < 2; row++) {
        for (int i = 0; i < count; i++) {
          float found = arena[2 * PLANE + i % 4 * PLANE + row * pitch + i / 4];
          assertEquals(before[row * (count + 5) + i], found, count + " numbers, row " + row);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void dotProductsAreTakenTogether(Kernels kernels) {
    for (int count : new int[] {1, 15, 16, 17, 32, 100}) {
      float[] rows = numbers(Kernels.DOTS * count);
      float[] arena = numbers(3 * PLANE);
      kernels.dots(rows, 0, count, arena, 1, count, 2 * PLANE);
      for (int k = 0; k < Kernels.DOTS; k++) {
        double expected = 0;
        for (int i = 0; i < count; i++) {
          expected += (double) rows[k * count + i] * arena[1 + i];
        }
        assertEquals(expected, arena[2 * PLANE + k * Kernels.PARTS], 1e-5, count + " numbers");
      }
    }
  }
}
