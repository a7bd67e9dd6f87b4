package dev.riffle.gradient.planar.channel;

import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.place.Target;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.run.planar.kernel.Kernels;

/** Sums and products of two maps. */
public final class PairLayer implements Layer {
  private final Kernels kernels;
  private final Plane[] a;
  private final Plane[] b;
  private final Plane[] out;
  private final Kind kind;

  /** What is made of two maps. */
  public enum Kind {
    SUM,
    PRODUCT,
    /** The second has one number a channel. */
    SCALED
  }

  /**
   * Adds the step of the way there.
   *
   * @param b maps as large as the others or, if those are scaled, of one place
   */
  public PairLayer(Kind kind, Plane[] a, Plane[] b, Plane[] out, TrainingPlan plan) {
    this.kernels = plan.kernels();
    this.kind = kind;
    this.a = a;
    this.b = b;
    this.out = out;
    plan.forward(new UnitStep(out.length, 0, this::forward));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private void forward(float[] arena, int scratch, int c) {
    combine(arena, a[c].value(), b[c].value(), out[c].value(), out[c].stack());
  }

  // Of the planes that begin at x and y, in the way of the layer.
  private void combine(float[] arena, int x, int y, int to, Stack stack) {
    int vectors = stack.vectors(kernels.lanes());
    switch (kind) {
      case SUM -> kernels.add(arena, x, y, to, vectors);
      case PRODUCT -> kernels.multiply(arena, x, y, to, vectors);
      case SCALED -> {
        for (int n = 0; n < stack.pictures(); n++) {
          float factor = arena[y + n];
          for (int p = n * stack.step(); p < (n + 1) * stack.step(); p++) {
            arena[to + p] = arena[x + p] * factor;
          }
        }
      }
    }
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] ofA = Target.of(a, plan.arena());
    Target[] ofB = Target.of(b, plan.arena());
    plan.backward(
        new UnitStep(
            out.length,
            0,
            (arena, scratch, c) -> {
              first(arena, c, ofA[c].at());
              ofA[c].add(kernels, arena);
              second(arena, c, ofB[c].at());
              ofB[c].add(kernels, arena);
            }));
    Target.drop(ofA, a, plan.arena());
    Target.drop(ofB, b, plan.arena());
  }

  private void first(float[] arena, int c, int to) {
    if (kind == Kind.SUM) {
      copySlope(arena, c, to);
    } else {
      combine(arena, out[c].slope(), b[c].value(), to, out[c].stack());
    }
  }

  private void second(float[] arena, int c, int to) {
    switch (kind) {
      case SUM -> copySlope(arena, c, to);
      case PRODUCT -> combine(arena, out[c].slope(), a[c].value(), to, out[c].stack());
      case SCALED -> {
        Stack stack = out[c].stack();
        for (int n = 0; n < stack.pictures(); n++) {
          double sum = 0;
          for (int p = n * stack.step(); p < (n + 1) * stack.step(); p++) {
            sum += (double) arena[out[c].slope() + p] * arena[a[c].value() + p];
          }
          arena[to + n] = (float) sum;
        }
      }
    }
  }

  private void copySlope(float[] arena, int c, int to) {
    System.arraycopy(arena, out[c].slope(), arena, to, out[c].stack().places());
  }
}
