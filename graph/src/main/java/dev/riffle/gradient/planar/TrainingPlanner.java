package dev.riffle.gradient.planar;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.reference.Curve;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import dev.riffle.run.Interpolation;
import java.util.Arrays;
import java.util.stream.Stream;

/** Plans how a network learns: block by block in running order, then all the way back. */
final class TrainingPlanner implements OpVisitor<Plane[]> {
  private final TrainingPlan plan;
  private Block block; // the one that is being planned

  private TrainingPlanner(TrainingPlan plan) {
    this.plan = plan;
  }

  static TrainingPlan plan(Graph graph, int pictures, Parameters parameters) {
    TrainingPlan plan = new TrainingPlan(graph, pictures, parameters);
    TrainingPlanner planner = new TrainingPlanner(plan);
    for (Block block : Block.of(graph)) {
      planner.block = block;
      plan.keep(block.last(), block.head().accept(planner));
    }
    plan.planBackward();
    return plan;
  }

  // A parameter of a node, by its place among them.
  private float[] values(Node node, int index) {
    return plan.parameters().values(node.parameters().get(index).name());
  }

  private float[] gradient(Node node, int index) {
    return plan.gradient(node.parameters().get(index).name());
  }

  // Whether anything that the block's value comes from learns.
  private boolean learns() {
    return Stream.of(block.head(), block.last())
            .flatMap(node -> node.parameters().stream())
            .anyMatch(parameter -> plan.parameters().learns(parameter.name()))
        || (block.norm() != null
            && block.norm().parameters().stream()
                .anyMatch(parameter -> plan.parameters().learns(parameter.name())))
        || block.head().inputs().stream()
            .flatMap(input -> Stream.of(plan.value(input)))
            .anyMatch(Plane::learns);
  }

  private Plane[] take(Node node) {
    return plan.take(node, learns());
  }

  private Plane[] add(Layer layer) {
    plan.add(layer);
    return layer.out();
  }

  @Override
  public Plane[] visit(Op.Input op, Node node) {
    return plan.take(node, false);
  }

  @Override
  public Plane[] visit(Op.Conv2d op, Node node) {
    Plane[] in = plan.in(node, 0);
    Window window = window(op.kernel(), op.stride(), op.padding(), node);
    boolean isDepthwise = op.groups() == in.length && op.outChannels() == in.length;
    int[] from = isDepthwise ? places(in) : dealt(in, window);
    ConvolutionLayer.Parts parts =
        parts(node, in, from, window, op.groups(), values(node, 0), gradient(node, 0), op.bias());
    return add(isDepthwise ? new DepthwiseLayer(parts, plan) : new ConvolutionLayer(parts, plan));
  }

  private Window window(int kernel, int stride, int padding, Node node) {
    Stack in = plan.stack(node.input().shape());
    return new Window(kernel, stride, padding, in, plan.stack(node.shape()));
  }

  private static int[] places(Plane[] planes) {
    return Arrays.stream(planes).mapToInt(Plane::value).toArray();
  }

  // Where the terms of a convolution begin: planes as they lie, or their phases.
  private int[] dealt(Plane[] in, Window window) {
    if (!window.deals()) {
      return places(in);
    }
    Dealer dealer = new Dealer(window, plan.kernels(), plan.slopeKernels());
    int[] phases = new int[in.length];
    Arrays.setAll(phases, c -> plan.arena().take(window.out(), window.phases()));
    plan.forward(
        new UnitStep(
            in.length, 0, (arena, scratch, c) -> dealer.deal(arena, in[c].value(), phases[c], 0)));
    return phases;
  }

  private ConvolutionLayer.Parts parts(
      Node node,
      Plane[] in,
      int[] from,
      Window window,
      int groups,
      float[] weight,
      float[] weightSlopes,
      boolean hasBias) {
    Plane[] out = take(node);
    int[] slopePlanes = new int[out.length];
    int[] raw = places(block.norm() == null ? out : plan.take(node, false));
    return new ConvolutionLayer.Parts(
        in,
        from,
        window,
        groups,
        raw,
        out,
        slopePlanes,
        weight,
        hasBias ? values(node, 1) : null,
        weightSlopes,
        hasBias ? gradient(node, 1) : null,
        tail(window.out(), raw, out, slopePlanes));
  }

  private Tail tail(Stack stack, int[] raw, Plane[] out, int[] slopePlanes) {
    int mask = plan.arena().mask(stack);
    Node norm = block.norm();
    if (norm == null) {
      return new Tail.Bare(plan.slopeKernels(), stack, mask, raw, slopePlanes, block.slope());
    }
    NormTail.Norm arrays =
        new NormTail.Norm(
            ((Op.BatchNorm) norm.op()).epsilon(),
            values(norm, 0),
            values(norm, 1),
            values(norm, 2),
            values(norm, 3),
            gradient(norm, 0),
            gradient(norm, 1));
    return new NormTail(
        plan.slopeKernels(), stack, mask, raw, places(out), slopePlanes, block.slope(), arrays);
  }

  // One that stands alone: what it reads is others' too, so that slopes go by a plane of their own.
  @Override
  public Plane[] visit(Op.BatchNorm op, Node node) {
    Plane[] in = plan.in(node, 0);
    Plane[] out = take(node);
    int[] slopePlanes = new int[out.length];
    Tail tail = tail(plan.stack(node.shape()), places(in), out, slopePlanes);
    int places = plan.stack(node.shape()).places();
    return add(
        new ChannelLayer(
            in,
            out,
            SlopeKernels.SCRATCH,
            (arena, scratch, c, from, to) -> tail.forward(arena, scratch, c),
            (arena, scratch, c, from, to) -> {
              slopePlanes[c] = from;
              tail.backward(arena, scratch, c);
              System.arraycopy(arena, from, arena, to, places);
            },
            plan));
  }

  @Override
  public Plane[] visit(Op.Activate op, Node node) {
    Plane[] in = plan.in(node, 0);
    Stack stack = plan.stack(node.shape());
    int mask = plan.arena().mask(stack);
    Curve curve = Curve.of(op.function());
    return add(
        new ChannelLayer(
            in,
            take(node),
            0,
            (arena, scratch, c, from, to) -> {
              for (int p = 0; p < stack.places(); p++) {
                arena[to + p] = op.function().apply(arena[from + p]) * arena[mask + p];
              }
            },
            (arena, scratch, c, from, to) -> {
              int value = in[c].value();
              for (int p = 0; p < stack.places(); p++) {
                arena[to + p] = arena[from + p] * (float) curve.slope(arena[value + p]);
              }
            },
            plan));
  }

  @Override
  public Plane[] visit(Op.MaxPool op, Node node) {
    Window window = window(op.kernel(), op.stride(), op.padding(), node);
    return add(new MaxPoolLayer(window, plan.in(node, 0), take(node), plan));
  }

  @Override
  public Plane[] visit(Op.AvgPool op, Node node) {
    Plane[] in = plan.in(node, 0);
    Window window = window(op.kernel(), op.stride(), op.padding(), node);
    float[] shares = new float[in.length * window.cells()];
    Arrays.fill(shares, 1f / window.cells());
    ConvolutionLayer.Parts parts =
        parts(node, in, places(in), window, in.length, shares, null, false);
    return add(new DepthwiseLayer(parts, plan));
  }

  @Override
  public Plane[] visit(Op.Pad op, Node node) {
    Stack in = plan.stack(node.input().shape());
    Stack out = plan.stack(node.shape());
    int behind = op.before(in.height()) * out.pitch() + op.before(in.width());
    return add(
        new ChannelLayer(
            plan.in(node, 0),
            take(node),
            0,
            (arena, scratch, c, from, to) -> {
              Arrays.fill(arena, to, to + out.places(), 0);
              copy(arena, in, from, in, to + behind, out);
            },
            (arena, scratch, c, from, to) -> {
              Arrays.fill(arena, to, to + in.places(), 0);
              copy(arena, in, from + behind, out, to, in);
            },
            plan));
  }

  // The maps of one size, from planes of one stack into those of another.
  private static void copy(float[] arena, Stack size, int from, Stack source, int to, Stack sink) {
    for (int n = 0; n < size.pictures(); n++) {
      for (int y = 0; y < size.height(); y++) {
        int row = from + n * source.step() + y * source.pitch();
        int into = to + n * sink.step() + y * sink.pitch();
        System.arraycopy(arena, row, arena, into, size.width());
      }
    }
  }

  @Override
  public Plane[] visit(Op.MeanPool op, Node node) {
    Stack stack = plan.stack(node.input().shape());
    int mask = plan.arena().mask(stack);
    int count = stack.height() * stack.width();
    return add(
        new ChannelLayer(
            plan.in(node, 0),
            take(node),
            0,
            (arena, scratch, c, from, to) -> {
              for (int n = 0; n < stack.pictures(); n++) {
                int picture = from + n * stack.step();
                arena[to + n] = plan.kernels().sum(arena, picture, stack.step()) / count;
              }
            },
            (arena, scratch, c, from, to) -> {
              for (int n = 0; n < stack.pictures(); n++) {
                float share = arena[from + n] / count;
                for (int p = n * stack.step(); p < (n + 1) * stack.step(); p++) {
                  arena[to + p] = share * arena[mask + p];
                }
              }
            },
            plan));
  }

  @Override
  public Plane[] visit(Op.Resize op, Node node) {
    Shape from = node.input().shape();
    ResizeWays ways =
        new ResizeWays(
            Interpolation.of(op, from.height(), node.shape().height()),
            Interpolation.of(op, from.width(), node.shape().width()),
            plan.stack(from),
            plan.stack(node.shape()));
    return add(
        new ChannelLayer(
            plan.in(node, 0), take(node), from.width(), ways::forward, ways::backward, plan));
  }

  @Override
  public Plane[] visit(Op.Add op, Node node) {
    return pair(PairLayer.Kind.SUM, node);
  }

  @Override
  public Plane[] visit(Op.Multiply op, Node node) {
    boolean areAlike = node.inputs().get(1).shape().equals(node.shape());
    return pair(areAlike ? PairLayer.Kind.PRODUCT : PairLayer.Kind.SCALED, node);
  }

  private Plane[] pair(PairLayer.Kind kind, Node node) {
    return add(new PairLayer(kind, plan.in(node, 0), plan.in(node, 1), take(node), plan));
  }

  @Override
  public Plane[] visit(Op.Concat op, Node node) {
    return node.inputs().stream()
        .flatMap(input -> Stream.of(plan.value(input)))
        .toArray(Plane[]::new);
  }

  @Override
  public Plane[] visit(Op.Slice op, Node node) {
    return Arrays.copyOfRange(plan.in(node, 0), op.from(), op.to());
  }

  @Override
  public Plane[] visit(Op.Shuffle op, Node node) {
    Plane[] from = plan.in(node, 0);
    Plane[] out = new Plane[from.length];
    Arrays.setAll(out, c -> from[op.source(c, from.length)]);
    return out;
  }

  @Override
  public Plane[] visit(Op.Linear op, Node node) {
    Plane[] in = plan.in(node, 0);
    Shape shape = node.input().shape();
    Stack vector = plan.stack(node.shape());
    if (shape.plane() > 1) {
      boolean learns = Stream.of(in).anyMatch(Plane::learns);
      int features = Math.toIntExact(shape.elements());
      in = add(new FlattenLayer(in, plan.take(features, vector, learns), plan));
    }
    Window window = new Window(1, 1, 0, vector, vector);
    ConvolutionLayer.Parts parts =
        parts(node, in, places(in), window, 1, values(node, 0), gradient(node, 0), op.bias());
    return add(new ConvolutionLayer(parts, plan));
  }

  @Override
  public Plane[] visit(Op.GroupNorm op, Node node) {
    GroupNormLayer.Affine affine =
        new GroupNormLayer.Affine(
            values(node, 0), values(node, 1), gradient(node, 0), gradient(node, 1));
    return add(
        new GroupNormLayer(op.groups(), op.epsilon(), affine, plan.in(node, 0), take(node), plan));
  }

  @Override
  public Plane[] visit(Op.Scale op, Node node) {
    return add(
        new ScaleLayer(values(node, 0), gradient(node, 0), plan.in(node, 0), take(node), plan));
  }

  @Override
  public Plane[] visit(Op.Detach op, Node node) {
    return Stream.of(plan.in(node, 0))
        .map(plane -> new Plane(plane.stack(), plane.value(), false))
        .toArray(Plane[]::new);
  }

  @Override
  public Plane[] visit(Op.LayerNorm op, Node node) {
    return plain(node);
  }

  @Override
  public Plane[] visit(Op.PositionEmbedding op, Node node) {
    return plain(node);
  }

  @Override
  public Plane[] visit(Op.Attention op, Node node) {
    return plain(node);
  }

  private Plane[] plain(Node node) {
    return add(new PlainLayer(node, plan.in(node, 0), take(node), plan));
  }
}
