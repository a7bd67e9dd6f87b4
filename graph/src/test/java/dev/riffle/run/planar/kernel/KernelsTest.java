package dev.riffle.run.planar.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
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

  @ParameterizedTest
  @MethodSource("kinds")
  void outputsAreSumsOfTheirGroupsTerms(Kernels kernels) {
    for (int outputs : new int[] {1, 4, 5, 8, 12, 13, 24}) {
      for (int termCount : new int[] {1, 2, 19}) {
        for (int vectors = 1; vectors <= kernels.widest() + 2; vectors++) {
          sums(kernels, outputs, termCount, vectors);
        }
      }
    }
  }

  // Of two groups; places begin at 3, what is made of them at 8.
  private static void sums(Kernels kernels, int outputs, int termCount, int vectors) {
    int count = vectors * kernels.lanes();
    int pitch = count + 16;
    int rows = (outputs + Products.ROWS - 1) / Products.ROWS * Products.ROWS;
    int[] terms = new int[2 * termCount];
    Arrays.setAll(terms, t -> t * pitch);
    int[] out = new int[2 * rows];
    Arrays.setAll(out, row -> (terms.length + row) * pitch);
    float[] weights = numbers(2 * rows * termCount);
    float[] bias = numbers(2 * rows);
    Products products = new Products(terms, termCount, outputs, weights, bias, out, 0.5f);
    float[] arena = numbers((terms.length + out.length) * pitch);
    float[] before = arena.clone();
    int blocks = out.length / Products.ROWS;
    kernels.products(arena, products, 0, blocks - 1, 3, vectors, 8);
    kernels.products(arena, products, blocks - 1, blocks, 3, vectors, 8);
    for (int group = 0; group < 2; group++) {
      for (int o = 0; o < outputs; o++) {
        int row = group * rows + o;
        int first = row / Products.ROWS * Products.ROWS * termCount + row % Products.ROWS;
        for (int p = 0; p < count; p++) {
          double x = bias[row];
          for (int t = 0; t < termCount; t++) {
            double weight = weights[first + t * Products.ROWS];
            x += weight * before[terms[group * termCount + t] + 3 + p];
          }
          String where = outputs + " outputs, " + vectors + " vectors: row " + row + ", place " + p;
          assertEquals(x + 0.5 * Math.abs(x), arena[out[row] + 8 + p], 1e-5, where);
        }
        assertEquals(before[out[row] + 7], arena[out[row] + 7], "before row " + row);
        assertEquals(before[out[row] + 8 + count], arena[out[row] + 8 + count], "behind " + row);
      }
    }
  }
}
