package dev.riffle.gradient.planar;

import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/** Sums and products of two maps. */
final class PairLayer implements Layer {
  private final Kernels kernels;
  private final Plane[] a;
  private final Plane[] b;
  private final Plane[] out;
  private final Kind kind;

  /** What is made of two maps. */
  enum Kind {
    SUM,
    PRODUCT,
    /** The second has one number a channel. */
    SCALED
  }

  PairLayer(Kind kind, Plane[] a, Plane[] b, Plane[] out, TrainingPlan plan) {
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
    combine(kind, arena, a[c].value(), b[c].value(), out[c].value(), out[c].stack());
  }

  private void combine(Kind how, float[] arena, int x, int y, int to, Stack stack) {
    int vectors = stack.vectors(kernels.lanes());
    switch (how) {
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
      default -> throw new IllegalStateException(how.toString());
    }
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] ofA = Target.of(a, plan.arena());
    Target[] ofB = Target.of(b, plan.arena());
    int[] slopes = Arrays.stream(out).mapToInt(Plane::slope).toArray();
    plan.backward(
        new UnitStep(
            out.length,
            0,
            (arena, scratch, c) -> {
              first(arena, c, slopes[c], ofA[c].at());
              ofA[c].add(kernels, arena);
              second(arena, c, slopes[c], ofB[c].at());
              ofB[c].add(kernels, arena);
            }));
    Target.drop(ofA, a, plan.arena());
    Target.drop(ofB, b, plan.arena());
  }

  private void first(float[] arena, int c, int slope, int to) {
    if (kind == Kind.SUM) {
      System.arraycopy(arena, slope, arena, to, out[c].stack().places());
    } else {
      combine(kind, arena, slope, b[c].value(), to, out[c].stack());
    }
  }

  private void second(float[] arena, int c, int slope, int to) {
    switch (kind) {
      case SUM -> System.arraycopy(arena, slope, arena, to, out[c].stack().places());
      case PRODUCT -> combine(kind, arena, slope, a[c].value(), to, out[c].stack());
      default -> {
        int step = out[c].stack().step();
        for (int n = 0; n < out[c].stack().pictures(); n++) {
          double sum = 0;
          for (int p = n * step; p < (n + 1) * step; p++) {
            sum += (double) arena[slope + p] * arena[a[c].value() + p];
          }
          arena[to + n] = (float) sum;
        }
      }
    }
  }
}
