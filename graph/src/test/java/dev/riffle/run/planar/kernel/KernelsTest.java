package dev.riffle.run.planar.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.run.planar.kernel.Window.Lie;
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
  void rowsAreDealtOut(Kernels kernels) {
    for (int count : new int[] {1, 3, 4, 15, 16, 17, 63, 64, 65, 100}) {
      float[] arena = numbers(8 * PLANE);
      float[] before = arena.clone();
      int pitch = (count + 3) / 4 + 1;
      kernels.dealFours(arena, 0, count + 5, 2, count, 2 * PLANE, PLANE, pitch);
      for (int i = 0; i < 2 * count; i++) {
        int row = i / count;
        int x = i % count;
        float found = arena[2 * PLANE + x % 4 * PLANE + row * pitch + x / 4];
        assertEquals(before[row * (count + 5) + x], found, count + " numbers, row " + row);
      }
      pitch = count / 2 + 1;
      kernels.deal(arena, 0, count + 5, 2, count, 2 * PLANE, 3 * PLANE, pitch);
      for (int i = 0; i < 2 * count; i++) {
        int row = i / count;
        int x = i % count;
        float found = arena[2 * PLANE + x % 2 * PLANE + row * pitch + x / 2];
        assertEquals(before[row * (count + 5) + x], found, count + " numbers, row " + row);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void outputsAreSumsOfTheirGroupsTerms(Kernels kernels) {
    for (int outputs : new int[] {1, 4, 5, 8, 12, 13, 24}) {
      for (int termCount : new int[] {1, 2, 3, 19, 20}) {
        for (int vectors = 1; vectors <= kernels.widest() + 2; vectors++) {
          sums(kernels, outputs, termCount, vectors);
        }
      }
    }
  }

  // Places begin at 3, what is made of them at 8.
  private static void sums(Kernels kernels, int outputs, int termCount, int vectors) {
    int count = vectors * kernels.lanes();
    int pitch = count + 16;
    Products products = twoGroups(outputs, termCount, pitch);
    int[] out = products.out();
    int planes = (products.terms().length + out.length) * pitch;
    float[] before = numbers(planes + kernels.scratch(termCount));
    float[] arena = before.clone();
    int blocks = out.length / Products.ROWS;
    kernels.products(arena, products, 0, blocks - 1, 3, vectors, 8, planes);
    kernels.products(arena, products, blocks - 1, blocks, 3, vectors, 8, planes);
    for (int row = 0; row < out.length; row++) {
      if (row % (out.length / 2) < outputs) {
        for (int p = 0; p < count; p++) {
          String where = outputs + " outputs, " + vectors + " vectors: row " + row + ", place " + p;
          assertEquals(sum(products, before, row, 3 + p), arena[out[row] + 8 + p], 1e-5, where);
        }
        assertEquals(before[out[row] + 7], arena[out[row] + 7], "before row " + row);
        assertEquals(before[out[row] + 8 + count], arena[out[row] + 8 + count], "behind " + row);
      }
    }
  }

  // Planes of terms and then of outputs, one behind the other.
  private static Products twoGroups(int outputs, int termCount, int pitch) {
    int rows = (outputs + Products.ROWS - 1) / Products.ROWS * Products.ROWS;
    int[] terms = new int[2 * termCount];
    Arrays.setAll(terms, t -> t * pitch);
    int[] out = new int[2 * rows];
    Arrays.setAll(out, row -> (terms.length + row) * pitch);
    int count = 2 * rows * termCount;
    float[] weights = Products.room(count);
    System.arraycopy(numbers(count), 0, weights, 0, count);
    Arrays.fill(weights, count, weights.length, Float.NaN); // nothing may come of the spare ones
    float[] bias = numbers(2 * rows);
    return new Products(terms, termCount, outputs, weights, bias, out, 0.5f);
  }

  // What a row of two groups comes to at a place.
  private static double sum(Products products, float[] arena, int row, int place) {
    int termCount = products.termCount();
    int group = row / (products.out().length / 2);
    int first = row / Products.ROWS * Products.ROWS * termCount + row % Products.ROWS;
    double x = products.bias()[row];
    for (int t = 0; t < termCount; t++) {
      double weight = products.weights()[first + t * Products.ROWS];
      x += weight * arena[products.terms()[group * termCount + t] + place];
    }
    return x + 0.5 * Math.abs(x);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void onePlaceHasTheSumsOfItsGroupsTerms(Kernels kernels) {
    for (int outputs : new int[] {1, 8, 13, 40, 72}) {
      for (int termCount : new int[] {1, 2, 3, 19, 20}) {
        sumsOfPlace(kernels, outputs, termCount);
      }
    }
  }

  // At place 3; what is made of it goes to place 8.
  private static void sumsOfPlace(Kernels kernels, int outputs, int termCount) {
    int pitch = 16;
    Products products = twoGroups(outputs, termCount, pitch);
    int[] out = products.out();
    int planes = (products.terms().length + out.length) * pitch;
    float[] before = numbers(planes + kernels.scratch(termCount));
    float[] arena = before.clone();
    kernels.productsOfPlace(arena, products, 0, out.length / Products.ROWS, 3, 8, planes);
    for (int row = 0; row < out.length; row++) {
      boolean isOutput = row % (out.length / 2) < outputs;
      double expected = isOutput ? sum(products, before, row, 3) : before[out[row] + 8];
      assertEquals(expected, arena[out[row] + 8], 1e-5, outputs + " outputs: row " + row);
      assertEquals(before[out[row] + 9], arena[out[row] + 9], "behind row " + row);
    }
  }

  // Rows close together, or something between them, so that a window that looked beyond their ends
  // would see other numbers.
  @ParameterizedTest
  @MethodSource("kinds")
  void windowsSeeNothingBeyondRows(Kernels kernels) {
    for (int width : new int[] {1, 2, 7, 10, 14, 16, 17, 20, 33, 40}) {
      for (int size : new int[] {1, 3, 5}) {
        for (int stride = 1; stride <= 2; stride++) {
          for (int height : new int[] {1, 6}) {
            window(kernels, size, stride, height, width, 0);
            window(kernels, size, stride, height, width, 3);
          }
        }
      }
    }
  }

  // Over a plane with zeros above and below, and a channel of weights behind another.
  private static void window(
      Kernels kernels, int size, int stride, int height, int width, int gap) {
    int padding = size / 2;
    int inWidth = stride * width;
    float[] plane = numbers(stride * height * inWidth);
    int pitch = width + gap;
    int margin = 4 * (pitch + 1);
    int apart = 2 * margin + height * pitch;
    float[] arena = new float[5 * apart + 64];
    for (int phase = 0; phase < stride * stride; phase++) {
      int first = phase * apart + margin;
      Arrays.fill(arena, first, first + height * pitch, 99);
    }
    for (int i = 0; i < plane.length; i++) { // into phases
      int y = i / inWidth;
      int x = i % inWidth;
      int phase = y % stride * stride + x % stride;
      arena[phase * apart + margin + y / stride * pitch + x / stride] = plane[i];
    }
    int[] taps = new int[size * size];
    int[] low = new int[size];
    int[] high = new int[size];
    for (int cell = 0; cell < taps.length; cell++) {
      int y = cell / size - padding;
      int x = cell % size - padding;
      int phase = Math.floorMod(y, stride) * stride + Math.floorMod(x, stride);
      taps[cell] = phase * apart + Math.floorDiv(y, stride) * pitch + Math.floorDiv(x, stride);
      low[cell % size] = -Math.floorDiv(x, stride);
      high[cell % size] = width - Math.floorDiv(x, stride);
    }
    Lie lie = size != 3 ? Lie.ANY : stride == 1 ? Lie.PLANE : Lie.PHASES;
    Window window = Window.of(size, taps, low, high, width, pitch, kernels.lanes(), lie);
    float[] weights = numbers(2 * taps.length);
    float[] bias = {9, 0.25f};
    int out = 4 * apart + margin;
    kernels.weightedWindow(arena, window, margin, weights, bias, 1, 0.5f, out, height);
    for (int i = 0; i < height * width; i++) {
      double sum = bias[1];
      for (int cell = 0; cell < taps.length; cell++) {
        int y = i / width * stride + cell / size - padding;
        int x = i % width * stride + cell % size - padding;
        if (0 <= y && y < stride * height && 0 <= x && x < inWidth) {
          sum += (double) weights[taps.length + cell] * plane[y * inWidth + x];
        }
      }
      String where = size + " by " + size + " by " + stride + ", width " + width + ": place " + i;
      int at = out + i / width * pitch + i % width;
      assertEquals(sum + 0.5 * Math.abs(sum), arena[at], 1e-5, where);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void planesAreDoubledAndHalved(Kernels kernels) {
    for (int width : new int[] {1, 3, 7, 8, 10, 16, 20, 41}) {
      planeIsDoubledAndHalved(kernels, width, 1);
      planeIsDoubledAndHalved(kernels, width, 5);
    }
  }

  private static void planeIsDoubledAndHalved(Kernels kernels, int width, int height) {
    float[] arena = numbers(64 + 12 * height * (width + 1) + 64);
    int from = 8;
    int out = 64 + 2 * height * width;
    kernels.doublePlane(arena, from, width, height, width, out, 2 * width);
    for (int i = 0; i < 4 * height * width; i++) {
      int y = i / (2 * width);
      int x = i % (2 * width);
      int nextRow = Math.max(0, Math.min(height - 1, y / 2 + (y % 2 == 0 ? -1 : 1)));
      int next = Math.max(0, Math.min(width - 1, x / 2 + (x % 2 == 0 ? -1 : 1)));
      int row = from + y / 2 * width;
      int other = from + nextRow * width;
      double expected =
          0.75 * (0.75 * arena[row + x / 2] + 0.25 * arena[row + next])
              + 0.25 * (0.75 * arena[other + x / 2] + 0.25 * arena[other + next]);
      assertEquals(expected, arena[out + i], 1e-6, "doubled, width " + width + ": place " + i);
    }
    int half = out + 4 * height * width;
    kernels.halvePlane(arena, out, 2 * width, height, width, half, width);
    for (int i = 0; i < height * width; i++) {
      int at = out + i / width * 4 * width + i % width * 2;
      double four = (double) arena[at] + arena[at + 1];
      four += (double) arena[at + 2 * width] + arena[at + 2 * width + 1];
      assertEquals(four / 4, arena[half + i], 1e-6, "halved, width " + width + ": place " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theHighestIsTaken(Kernels kernels) {
    for (int cells : new int[] {4, 9, 25}) {
      float[] arena = numbers(2 * PLANE);
      int[] taps = new int[cells];
      Arrays.setAll(taps, t -> t * 7 % 31);
      int vectors = 3;
      kernels.highest(arena, 5, taps, PLANE, vectors);
      for (int p = 0; p < vectors * kernels.lanes(); p++) {
        int place = 5 + p;
        double expected =
            Arrays.stream(taps).mapToDouble(tap -> arena[place + tap]).max().getAsDouble();
        assertEquals(expected, arena[PLANE + p], cells + " cells: place " + p);
      }
    }
  }
}
