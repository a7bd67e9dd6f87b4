package dev.riffle.run.planar;

import dev.riffle.graph.Activation;
import dev.riffle.graph.ChannelAffine;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import dev.riffle.run.Interpolation;
import dev.riffle.run.planar.Program.Place;
import dev.riffle.run.planar.Program.Stage;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.step.Combine;
import dev.riffle.run.planar.step.Deal;
import dev.riffle.run.planar.step.Finish;
import dev.riffle.run.planar.step.Grid;
import dev.riffle.run.planar.step.Linear;
import dev.riffle.run.planar.step.Mean;
import dev.riffle.run.planar.step.Phases;
import dev.riffle.run.planar.step.Resize;
import dev.riffle.run.planar.step.Slide;
import dev.riffle.run.planar.step.Step;
import dev.riffle.run.planar.step.Surround;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a model into a program: walks its chains in running order, gives each value planes, and
 * takes them back after their last use. A visit gives the planes of a chain's value.
 */
final class Planner implements OpVisitor<int[]> {
  private static final int[] ONE_PLACE = {0};

  private final Model model;
  private final Kernels kernels;
  private final Packing packing;
  private final List<Chain> chains;
  private final Dealing dealing;
  private final Grids grids;
  private final Map<Dealt, Integer> dealtUses = new HashMap<>();
  private final Map<Dealt, int[]> dealt = new HashMap<>();
  private final Planes planes = new Planes();
  private final Map<Node, int[]> values = new IdentityHashMap<>();
  private final List<Stage> stages = new ArrayList<>();
  private Chain chain; // the one that is visited

  private Planner(Model model, Packing packing, Kernels kernels) {
    this.model = model;
    this.kernels = kernels;
    this.packing = packing;
    this.chains = Chain.of(model.graph());
    this.dealing = Dealing.of(model.graph(), chains);
    this.grids = new Grids(model.graph(), chains, dealing);
  }

  /** A node's planes dealt out, which several chains may read. */
  private record Dealt(Node node, Phases phases) {}

  /** The program of a model for its graph's input sizes. */
  static Program plan(Model model, Packing packing, Kernels kernels) {
    return new Planner(model, packing, kernels).plan();
  }

  private Program plan() {
    Graph graph = model.graph();
    Map<Node, Integer> uses = uses(graph);
    countDealtUses();
    for (Node input : graph.inputs()) {
      int[] value = take(input);
      keep(input, value, uses);
      surround(input, value);
    }
    for (Chain next : chains) {
      chain = next;
      keep(chain.last(), chain.head().accept(this), uses);
      chain.inputs().forEach(input -> planes.drop(values.get(input)));
    }
    int scratch = stages.stream().mapToInt(stage -> stage.step().scratch()).max().orElse(0);
    return new Program(
        graph,
        stages,
        graph.inputs().stream().map(this::place).toList(),
        graph.outputs().stream().map(this::place).toList(),
        planes.fills(),
        planes.size(),
        scratch);
  }

  private Map<Node, Integer> uses(Graph graph) {
    Map<Node, Integer> uses = new IdentityHashMap<>();
    chains.forEach(c -> c.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
    graph.outputs().forEach(output -> uses.merge(output, 1, Integer::sum));
    return uses;
  }

  private void keep(Node node, int[] value, Map<Node, Integer> uses) {
    values.put(node, value);
    planes.keep(value, uses.getOrDefault(node, 0));
  }

  private Place place(Node node) {
    return new Place(values.get(node), grids.of(node));
  }

  private int[] take(Node node) {
    return planes.take(node.shape().channels(), grids.of(node));
  }

  private int[] in(int i) {
    return values.get(chain.head().inputs().get(i));
  }

  private Grid gridIn() {
    return grids.of(chain.head().inputs().get(0));
  }

  // A value that is dealt out lies on the grid of what reads it.
  private Grid gridOut() {
    Sliding reader = dealing.reader(chain.last());
    return grids.of(reader == null ? chain.last() : reader.node());
  }

  private void emit(Step step) {
    List<Node> nodes = new ArrayList<>();
    for (Node node = chain.last(); node != chain.head(); node = before(node)) {
      nodes.add(0, node);
    }
    nodes.add(0, chain.head());
    stages.add(new Stage(step, nodes));
  }

  private Node before(Node node) {
    return node.inputs().get(node.inputs().get(0) == chain.addend() ? node.inputs().size() - 1 : 0);
  }

  private void surround(Node node, int[] value) {
    if (grids.isSurrounded(node)) {
      stages.add(new Stage(new Surround(value, grids.of(node)), List.of()));
    }
  }

  private Finish finish() {
    return finish(chain.function());
  }

  private Finish finish(Activation function) {
    int[] addend = chain.addend() == null ? null : values.get(chain.addend());
    return Finish.of(function, addend, grids.isSurrounded(chain.last()));
  }

  @Override
  public int[] visit(Op.Input op, Node node) {
    throw new IllegalStateException(node.name() + ": an input is given, not computed");
  }

  @Override
  public int[] visit(Op.Conv2d op, Node node) {
    Sliding window = Sliding.of(op, node);
    Sliding reader = dealing.reader(chain.last());
    Finish finish = reader == null ? finish() : finish().within(reader.outside());
    float[] bias =
        op.bias()
            ? packing.scaled(node, "bias", finish.scale())
            : new float[node.shape().channels()];
    if (Sliding.isDepthwise(op, node)) {
      int[] out = take(chain.last());
      float[] weights = packing.scaled(node, "weight", finish.scale());
      slide(window, new Slide.WeightedSum(weights, bias), out, finish);
      return out;
    }
    int run = reader == null ? 1 : reader.stride() * reader.stride();
    int[] out = planes.takeRuns(op.outChannels(), run, gridOut(), finish.outside());
    Terms terms = terms(window, reader);
    int[] nowhere = planes.take(1, gridOut());
    emit(terms.convolve(kernels, packing, bias, out, nowhere[0], gridOut(), finish));
    planes.keep(nowhere, 1);
    planes.drop(nowhere);
    if (terms.planes() != in(0)) {
      planes.drop(terms.planes());
    }
    return out;
  }

  private Terms terms(Sliding window, Sliding reader) {
    if (reader != null) {
      Phases phases = phases(window.stride() * reader.stride(), reader.node());
      int[][] taps = new int[reader.stride() * reader.stride()][];
      for (int phase = 0; phase < taps.length; phase++) {
        int down = window.stride() * (phase / reader.stride());
        int right = window.stride() * (phase % reader.stride());
        taps[phase] = phases.taps(window.kernel(), window.padding(), down, right);
      }
      return new Terms(window, dealt(phases), taps);
    }
    if (window.keepsPlaces()) {
      return new Terms(window, in(0), new int[][] {Terms.taps(window, gridIn())});
    }
    Phases phases = phases(window);
    return new Terms(window, dealt(phases), new int[][] {phases.taps()});
  }

  private Phases phases(Sliding window) {
    return new Phases(window.kernel(), window.stride(), window.padding(), gridIn(), gridOut());
  }

  // All phases of the chain's input, for whatever looks at them to make a node.
  private Phases phases(int stride, Node made) {
    return new Phases(stride, stride, 0, gridIn(), grids.of(made));
  }

  // The chain's input dealt out, which the caller drops when it has emitted what reads it.
  private int[] dealt(Phases phases) {
    Dealt key = new Dealt(chain.head().input(), phases);
    return dealtUses.containsKey(key)
        ? dealt.computeIfAbsent(key, missing -> deal(phases, dealtUses.get(key)))
        : deal(phases, 1);
  }

  private int[] deal(Phases phases, int uses) {
    int[] to = planes.takeRuns(in(0).length, phases.count(), phases.out(), 0);
    planes.keep(to, uses);
    stages.add(new Stage(new Deal(kernels, in(0), phases, to), List.of()));
    return to;
  }

  private void countDealtUses() {
    for (Chain next : chains) {
      chain = next;
      Sliding reader = dealing.reader(chain.last());
      if (reader != null) {
        int stride = ((Op.Conv2d) chain.head().op()).stride() * reader.stride();
        Phases phases = phases(stride, reader.node());
        dealtUses.merge(new Dealt(chain.head().input(), phases), 1, Integer::sum);
      }
    }
    for (Chain next : chains) {
      chain = next;
      Sliding window = Sliding.channelByChannel(chain.head());
      if (window != null && window.outside() == 0) {
        Dealt key = new Dealt(chain.head().input(), phases(window.stride(), window.node()));
        dealtUses.computeIfPresent(key, (same, uses) -> uses + 1);
      }
    }
  }

  private void slide(Sliding window, Slide.Reduction reduction, int[] out, Finish finish) {
    Phases all = phases(window.stride(), chain.last());
    Phases phases = null;
    int[] from = in(0);
    int[] taps;
    boolean isShared = dealtUses.containsKey(new Dealt(chain.head().input(), all));
    if (dealing.reader(chain.head().input()) != null) {
      taps = all.taps(window.kernel(), window.padding(), 0, 0);
    } else if (window.outside() == 0 && isShared) {
      from = dealt(all);
      taps = all.taps(window.kernel(), window.padding(), 0, 0);
    } else if (window.outside() == 0 && window.keepsPlaces()) {
      taps = Terms.taps(window, gridIn());
    } else {
      phases = phases(window);
      taps = phases.taps();
    }
    emit(Slide.of(kernels, from, phases, taps, reduction, out, gridOut(), finish));
    if (from != in(0)) {
      planes.drop(from);
    }
  }

  @Override
  public int[] visit(Op.MaxPool op, Node node) {
    int[] out = take(node);
    slide(Sliding.of(op, node), new Slide.Highest(), out, finish());
    return out;
  }

  @Override
  public int[] visit(Op.AvgPool op, Node node) {
    int[] out = take(node);
    int cells = op.kernel() * op.kernel();
    float[] shares = new float[out.length * cells];
    Arrays.fill(shares, 1f / cells);
    Slide.Reduction mean = new Slide.WeightedSum(shares, new float[out.length]);
    slide(Sliding.of(op, node), mean, out, finish());
    return out;
  }

  @Override
  public int[] visit(Op.BatchNorm op, Node node) {
    ChannelAffine affine = ChannelAffine.of(node, model.weights());
    return pointByPoint(floats(affine.scale()), floats(affine.shift()), finish());
  }

  @Override
  public int[] visit(Op.Activate op, Node node) {
    Finish finish = finish(op.function());
    float[] scale = new float[node.shape().channels()];
    Arrays.fill(scale, finish.scale());
    return pointByPoint(scale, new float[scale.length], finish);
  }

  private int[] pointByPoint(float[] scale, float[] shift, Finish finish) {
    int[] out = take(chain.last());
    Slide.Reduction affine = new Slide.WeightedSum(scale, shift);
    emit(Slide.of(kernels, in(0), null, ONE_PLACE, affine, out, gridOut(), finish));
    return out;
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  @Override
  public int[] visit(Op.MeanPool op, Node node) {
    int[] out = take(node);
    emit(Mean.of(kernels, in(0), gridIn(), out));
    surround(node, out);
    return out;
  }

  @Override
  public int[] visit(Op.Resize op, Node node) {
    int[] out = take(node);
    Shape from = node.input().shape();
    Interpolation rows = Interpolation.of(op, from.height(), node.shape().height());
    Interpolation columns = Interpolation.of(op, from.width(), node.shape().width());
    Resize.Along along = Resize.Along.of(op, from.width());
    emit(Resize.of(kernels, in(0), gridIn(), rows, columns, along, out, gridOut(), finish()));
    return out;
  }

  @Override
  public int[] visit(Op.Add op, Node node) {
    return combine(node, Combine.Kind.ADD);
  }

  @Override
  public int[] visit(Op.Multiply op, Node node) {
    boolean isMap = node.inputs().get(1).shape().equals(node.shape());
    return combine(node, isMap ? Combine.Kind.MULTIPLY : Combine.Kind.SCALE);
  }

  private int[] combine(Node node, Combine.Kind kind) {
    int[] out = take(node);
    emit(Combine.of(kernels, kind, in(0), in(1), out, gridOut(), finish()));
    return out;
  }

  @Override
  public int[] visit(Op.Concat op, Node node) {
    return node.inputs().stream().map(values::get).flatMapToInt(Arrays::stream).toArray();
  }

  @Override
  public int[] visit(Op.Slice op, Node node) {
    return Arrays.copyOfRange(in(0), op.from(), op.to());
  }

  @Override
  public int[] visit(Op.Shuffle op, Node node) {
    int[] from = in(0);
    int[] out = new int[from.length];
    Arrays.setAll(out, c -> from[op.source(c, from.length)]);
    return out;
  }

  @Override
  public int[] visit(Op.Linear op, Node node) {
    Finish finish = finish();
    int[] out = take(chain.last());
    float[] bias =
        op.bias() ? packing.scaled(node, "bias", finish.scale()) : new float[op.outFeatures()];
    float[] weights = packing.scaled(node, "weight", finish.scale());
    emit(Linear.of(kernels, in(0), gridIn(), weights, bias, out, gridOut(), finish));
    return out;
  }
}
