package dev.riffle.run.planar.step;

import dev.riffle.graph.Activation;
import dev.riffle.run.planar.kernel.Kernels;

/**
 * What happens to a step's output while it is still in the cache: something is added, a function is
 * applied, zeros are put around it.
 *
 * @param fold makes ReLU, leaky ReLU and the identity out of x: {@code x + fold · |x|}
 * @param addend where the planes to be added begin, by channel; null for none
 * @param late a function that comes after the addition; the identity for none
 * @param surrounded whether what lies around the output has to be restored
 */
public record Finish(float fold, int[] addend, Activation late, boolean surrounded) {

  /** The finish of an activation behind an addition, or behind nothing. */
  public static Finish of(Activation function, int[] addend, boolean surrounded) {
    if (addend == null && isFoldable(function)) {
      float slope = slope(function);
      return new Finish((1 - slope) / (1 + slope), null, Activation.IDENTITY, surrounded);
    }
    return new Finish(0, addend, function, surrounded);
  }

  /**
   * What weights and bias have to be multiplied by: with {@code y = scale · x}, {@code y + fold ·
   * |y|} is x above zero and slope · x below.
   */
  public float scale() {
    return 1 / (1 + fold);
  }

  private static boolean isFoldable(Activation function) {
    return switch (function) {
      case IDENTITY, RELU, LEAKY_RELU -> true;
      default -> false;
    };
  }

  // Of the line below zero.
  private static float slope(Activation function) {
    return -function.apply(-1);
  }

  /**
   * Finishes places of some output planes.
   *
   * @param out first place of each row's plane
   * @param channels which channel each row is; −1 for one that is no output
   * @param from the first row, {@code to} the one behind the last
   * @param place the first place, {@code vectors} of which are to be finished
   */
  void apply(
      Kernels kernels,
      float[] arena,
      Grid grid,
      int[] out,
      int[] channels,
      int from,
      int to,
      int place,
      int vectors) {
    if (isMore()) {
      for (int row = from; row < to; row++) {
        if (channels[row] >= 0) {
          addAndActivate(kernels, arena, out[row] + place, channels[row], place, vectors);
        }
      }
    }
    if (surrounded) {
      grid.surround(arena, out, from, to, place, place + vectors * kernels.lanes());
    }
  }

  /** Finishes places of the output planes {@code from} (inclusive) to {@code to} (exclusive). */
  void apply(
      Kernels kernels,
      float[] arena,
      Grid grid,
      int[] out,
      int from,
      int to,
      int place,
      int vectors) {
    for (int channel = from; channel < to; channel++) {
      apply(kernels, arena, grid, out[channel], channel, place, vectors);
    }
  }

  /** The same for one plane, whose first place is {@code first}. */
  void apply(
      Kernels kernels, float[] arena, Grid grid, int first, int channel, int place, int vectors) {
    if (isMore()) {
      addAndActivate(kernels, arena, first + place, channel, place, vectors);
    }
    if (surrounded) {
      grid.surround(arena, first, place, place + vectors * kernels.lanes());
    }
  }

  /** Finishes a whole plane. */
  void apply(Kernels kernels, float[] arena, Grid grid, int[] out, int channel) {
    apply(kernels, arena, grid, out[channel], channel, 0, grid.vectors(kernels.lanes()));
  }

  // Whether there is anything that kernels have not done already.
  private boolean isMore() {
    return addend != null || late != Activation.IDENTITY;
  }

  private void addAndActivate(
      Kernels kernels, float[] arena, int at, int channel, int place, int vectors) {
    if (addend != null) {
      kernels.add(arena, at, addend[channel] + place, at, vectors);
    }
    if (late != Activation.IDENTITY) {
      kernels.activate(arena, at, vectors, late);
    }
  }
}
