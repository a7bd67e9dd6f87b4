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
 * @param surrounded whether something slides over the output and needs zeros around it
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

  /** Finishes places of one output plane, {@code vectors} from {@code place} on. */
  void apply(
      Kernels kernels, float[] arena, Grid grid, int out, int channel, int place, int vectors) {
    if (addend != null) {
      kernels.add(arena, out + place, addend[channel] + place, out + place, vectors);
    }
    if (late != Activation.IDENTITY) {
      kernels.activate(arena, out + place, vectors, late);
    }
    if (surrounded) {
      grid.clearAround(arena, out, place, place + vectors * kernels.lanes());
    }
  }
}
