package dev.riffle.run.planar;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.run.planar.step.Between;
import dev.riffle.run.planar.step.Deal;
import dev.riffle.run.planar.step.Finish;
import dev.riffle.run.planar.step.Grid;
import dev.riffle.run.planar.step.Phases;
import dev.riffle.run.planar.step.Reduction;
import dev.riffle.run.planar.step.Slide;
import java.util.HashMap;
import java.util.Map;

/** Plans what slides over a map: over its planes as they lie, or dealt out first. */
final class Windows {
  private final Plan plan;
  private final Map<Dealt, Integer> uses = new HashMap<>(); // of what several chains may read
  private final Map<Dealt, int[]> dealt = new HashMap<>(); // of these

  /** A node's planes dealt out. */
  private record Dealt(Node node, Phases phases) {}

  Windows(Plan plan) {
    this.plan = plan;
    for (Chain chain : plan.chains()) {
      plan.begin(chain);
      Sliding reader = plan.dealing().reader(chain.last());
      if (reader != null) {
        int stride = ((Op.Conv2d) chain.head().op()).stride() * reader.stride();
        uses.merge(ofInput(phases(stride, reader.node())), 1, Integer::sum);
      }
    }
    for (Chain chain : plan.chains()) {
      plan.begin(chain);
      Sliding window = Sliding.channelByChannel(chain.head());
      if (window != null && window.outside() == 0) {
        Dealt key = ofInput(phases(window.stride(), window.node()));
        uses.computeIfPresent(key, (same, count) -> count + 1);
      }
    }
  }

  /** Plans a convolution, and gives the planes of its value. */
  int[] convolve(Op.Conv2d op, Node node) {
    Sliding window = Sliding.of(op, node);
    Finish finish = plan.finish();
    float[] bias = bias(op.bias(), node, finish);
    if (Sliding.isDepthwise(op, node)) {
      float[] weights = plan.packing().scaled(node, "weight", finish.scale());
      return slide(window, new Reduction.WeightedSum(weights, bias), finish);
    }
    Terms terms = terms(op, window);
    int[] out = sum(terms, bias, finish);
    if (terms.planes() != plan.in(0)) {
      plan.planes().drop(terms.planes());
    }
    return out;
  }

  /** Plans a fully connected layer, and gives the planes of its value. */
  int[] connect(Op.Linear op, Node node) {
    Finish finish = plan.finish();
    int[][] taps = {Terms.taps(node.input().shape(), plan.gridIn())};
    return sum(new Terms(node, 1, plan.in(0), taps), bias(op.bias(), node, finish), finish);
  }

  private int[] sum(Terms terms, float[] bias, Finish finish) {
    int[] out = plan.take();
    int[] nowhere = plan.planes().take(1, plan.gridOut());
    plan.emit(
        terms.convolve(
            plan.kernels(), plan.packing(), bias, out, nowhere[0], plan.gridOut(), finish));
    plan.planes().keep(nowhere, 1);
    plan.planes().drop(nowhere);
    return out;
  }

  // A layer's bias as its step wants it, or zeros.
  private float[] bias(boolean hasBias, Node node, Finish finish) {
    return hasBias
        ? plan.packing().scaled(node, "bias", finish.scale())
        : new float[node.shape().channels()];
  }

  private Terms terms(Op.Conv2d op, Sliding window) {
    if (window.keepsPlaces()) {
      int[][] taps = {Terms.taps(window, plan.gridIn())};
      return new Terms(window.node(), op.groups(), plan.in(0), taps);
    }
    Phases phases = phases(window);
    return new Terms(window.node(), op.groups(), dealt(phases), new int[][] {phases.taps()});
  }

  /** Plans what works channel by channel, and gives the planes of its value. */
  int[] slide(Sliding window, Reduction reduction, Finish finish) {
    Chain maker = plan.dealing().maker(window.node().input());
    if (maker != null) {
      return funnel(maker, window, reduction, finish);
    }
    int[] out = plan.take();
    Phases all = phases(window.stride(), plan.chain().last());
    Phases phases = null;
    int[] from = plan.in(0);
    int[] taps;
    if (window.outside() == 0 && uses.containsKey(ofInput(all))) {
      from = dealt(all);
      taps = all.taps(window.kernel(), window.padding(), 0, 0);
    } else if (window.keepsPlaces()) {
      taps = Terms.taps(window, plan.gridIn());
    } else {
      phases = phases(window);
      taps = phases.taps();
    }
    Grid grid = plan.gridOut();
    plan.emit(
        Slide.of(
            plan.kernels(),
            from,
            phases,
            window.over(taps, grid, plan.kernels().lanes()),
            reduction,
            out,
            grid,
            finish));
    if (from != plan.in(0)) {
      plan.planes().drop(from);
    }
    return out;
  }

  // A convolution and, of each of its phases, what its own window then sees of its input's.
  private int[] funnel(Chain maker, Sliding reader, Reduction reduction, Finish finish) {
    Chain chain = plan.chain();
    plan.begin(maker);
    Op.Conv2d op = (Op.Conv2d) maker.head().op();
    Sliding window = Sliding.of(op, maker.head());
    Phases phases = phases(window.stride() * reader.stride(), reader.node());
    int[][] taps = new int[reader.stride() * reader.stride()][];
    for (int phase = 0; phase < taps.length; phase++) {
      int down = window.stride() * (phase / reader.stride());
      int right = window.stride() * (phase % reader.stride());
      taps[phase] = phases.taps(window.kernel(), window.padding(), down, right);
    }
    Terms terms = new Terms(maker.head(), op.groups(), dealt(phases), taps);
    Finish made = plan.finish();
    float[] bias = bias(op.bias(), maker.head(), made);
    plan.begin(chain);
    int[] out = plan.take();
    Grid grid = plan.gridOut();
    Between between = Between.of(phases(reader), reduction.goesByRows());
    plan.emit(
        terms.funnel(
            plan.kernels(),
            plan.packing(),
            bias,
            made,
            between,
            reader.over(between.taps(), grid, plan.kernels().lanes()),
            reduction,
            out,
            grid,
            finish),
        maker.nodes());
    plan.planes().drop(terms.planes());
    return out;
  }

  private Phases phases(Sliding window) {
    Grid out = plan.grids().ofPhases(plan.chain().last());
    return new Phases(window.kernel(), window.stride(), window.padding(), plan.gridIn(), out);
  }

  // All phases of the chain's input, for whatever looks at them to make a node.
  private Phases phases(int stride, Node made) {
    return new Phases(stride, stride, 0, plan.gridIn(), plan.grids().ofPhases(made));
  }

  private Dealt ofInput(Phases phases) {
    return new Dealt(plan.chain().head().input(), phases);
  }

  // The chain's input dealt out, which the caller drops when it has emitted what reads it.
  private int[] dealt(Phases phases) {
    Dealt key = ofInput(phases);
    return uses.containsKey(key)
        ? dealt.computeIfAbsent(key, missing -> deal(phases, uses.get(key)))
        : deal(phases, 1);
  }

  private int[] deal(Phases phases, int readers) {
    int[] in = plan.in(0);
    int[] to = plan.planes().takeRuns(in.length, phases.count(), phases.out());
    plan.planes().keep(to, readers);
    plan.emitMove(new Deal(plan.kernels(), in, phases, to));
    return to;
  }
}
