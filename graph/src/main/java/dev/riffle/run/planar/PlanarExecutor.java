package dev.riffle.run.planar;

import dev.riffle.graph.Model;
import dev.riffle.graph.Op;
import dev.riffle.graph.Weights;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.Executor;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The fast executor, in float32, on any number of threads; the same numbers come out for every
 * number of them. A batch's pictures run one after another.
 *
 * <p>Models that share weights share what is made of them, whatever their input sizes.
 */
public final class PlanarExecutor implements Executor {
  private final int threads;
  private final Kernels kernels;
  private final Map<Weights, ConcurrentMap<String, float[]>> packed = // weights have identity
      Collections.synchronizedMap(new WeakHashMap<>());

  /** With the fastest kernels that this Java has. */
  public PlanarExecutor(int threads) {
    this(threads, Kernels.fastest());
  }

  /**
   * With given kernels.
   *
   * @throws IllegalArgumentException if there are no threads
   */
  public PlanarExecutor(int threads, Kernels kernels) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected 1 or more, found " + threads);
    }
    this.threads = threads;
    this.kernels = kernels;
  }

  @Override
  public String name() {
    return "planar";
  }

  @Override
  public PlanarSession open(Model model) {
    return new PlanarSession(program(model), threads);
  }

  /**
   * How long each step of a model takes, in running order, on one thread.
   *
   * @param runs how many count, after a warm-up
   */
  public List<StepTime> profile(Model model, int runs) {
    return StepTime.measure(program(model), runs);
  }

  /** What a session of this model runs. */
  Program program(Model model) {
    boolean hasNorms =
        model.graph().nodes().stream().anyMatch(node -> node.op() instanceof Op.BatchNorm);
    Model folded = hasNorms ? FoldBatchNorm.apply(model) : model;
    Weights weights = folded.weights();
    var before = packed.computeIfAbsent(weights, key -> new ConcurrentHashMap<>());
    return Planner.plan(folded, new Packing(weights, before), kernels);
  }
}
