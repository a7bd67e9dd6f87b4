package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;

/**
 * Deals planes out for a convolution that mixes channels and does not slide over them as they lie.
 *
 * @param in first place of each input plane
 * @param to first place of each plane's first phase
 */
public record Deal(Kernels kernels, int[] in, Phases phases, int[] to) implements Step {

  @Override
  public int units() {
    return in.length;
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    phases.deal(kernels, arena, in[unit], to[unit], 0);
  }
}
