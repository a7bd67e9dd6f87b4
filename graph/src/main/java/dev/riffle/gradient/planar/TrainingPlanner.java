package dev.riffle.gradient.planar;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import dev.riffle.run.Interpolation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Plans how a network learns: block by block in running order, then all the way back. */
final class TrainingPlanner implements OpVisitor<Plane[]> {
  private final TrainingPlan plan;
  private final Convolutions convolutions;
  private Block block; // the one that is being planned

  private TrainingPlanner(TrainingPlan plan) {
    this.plan = plan;
    this.convolutions = new Convolutions(plan);
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
    Convolutions.Weights weights = weights(node, op.bias());
    Plane[] in = plan.in(node, 0);
    if (Stacks.isDepthwise(op, in.length)) {
      Window window = convolutions.singleWindow(op.kernel(), op.stride(), op.padding(), node);
      return add(convolutions.depthwise(block, in, window, weights, take(node)));
    }
    Window window = convolutions.window(op.kernel(), op.stride(), op.padding(), node);
    return add(convolutions.mixing(block, in, window, op.groups(), weights, take(node)));
  }

  private Convolutions.Weights weights(Node node, boolean hasBias) {
    return new Convolutions.Weights(
        plan.values(node, 0),
        hasBias ? plan.values(node, 1) : null,
        plan.gradient(node, 0),
        hasBias ? plan.gradient(node, 1) : null);
  }

  // One that stands alone: what it reads is others' too, so that slopes go by a plane of their own.
  @Override
  public Plane[] visit(Op.BatchNorm op, Node node) {
    Plane[] in = plan.in(node, 0);
    Plane[] out = take(node);
    int[] slopePlanes = new int[out.length];
    Tail tail =
        convolutions.tail(
            block, plan.stack(node.shape()), Convolutions.places(in), out, slopePlanes);
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
  public Plane[] visit(Op.MaxPool op, Node node) {
    Window window = convolutions.window(op.kernel(), op.stride(), op.padding(), node);
    return add(
        new MaxPoolLayer(window, plan.in(node, 0), convolutions.deferred(node), take(node), plan));
  }

  @Override
  public Plane[] visit(Op.AvgPool op, Node node) {
    Plane[] in = plan.in(node, 0);
    Window window = convolutions.singleWindow(op.kernel(), op.stride(), op.padding(), node);
    float[] shares = new float[in.length * window.cells()];
    Arrays.fill(shares, 1f / window.cells());
    Convolutions.Weights weights = new Convolutions.Weights(shares, null, null, null);
    return add(convolutions.depthwise(block, in, window, weights, take(node)));
  }

  @Override
  public Plane[] visit(Op.Activate op, Node node) {
    Plane[] in = plan.in(node, 0);
    Stack stack = plan.stack(node.shape());
    ActivationWays ways = new ActivationWays(op.function(), in, stack, plan.arena().mask(stack));
    return add(new ChannelLayer(in, take(node), 0, ways::forward, ways::backward, plan));
  }

  @Override
  public Plane[] visit(Op.Pad op, Node node) {
    Shape shape = node.input().shape();
    PadWays ways =
        new PadWays(
            op.before(shape.height()),
            op.before(shape.width()),
            plan.stack(shape),
            plan.stack(node.shape()));
    return add(
        new ChannelLayer(plan.in(node, 0), take(node), 0, ways::forward, ways::backward, plan));
  }

  @Override
  public Plane[] visit(Op.MeanPool op, Node node) {
    Stack stack = plan.stack(node.input().shape());
    MeanWays ways = new MeanWays(plan.kernels(), stack, plan.arena().mask(stack));
    return add(
        new ChannelLayer(plan.in(node, 0), take(node), 0, ways::forward, ways::backward, plan));
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
    Plane[] a = plan.in(node, 0);
    Plane[] b = apart(plan.in(node, 1), new HashSet<>(List.of(a)));
    return add(new PairLayer(kind, a, b, take(node), plan));
  }

  @Override
  public Plane[] visit(Op.Concat op, Node node) {
    Set<Plane> seen = new HashSet<>(); // planes have identity
    return node.inputs().stream()
        .flatMap(input -> Stream.of(apart(plan.value(input), seen)))
        .toArray(Plane[]::new);
  }

  // Copies instead of what was seen before, so that no layer reads a plane twice: its units would
  // meet at that plane's slopes.
  private Plane[] apart(Plane[] planes, Set<Plane> seen) {
    return Stream.of(planes)
        .map(plane -> seen.add(plane) ? plane : copy(plane))
        .toArray(Plane[]::new);
  }

  private Plane copy(Plane plane) {
    int places = plane.stack().places();
    ChannelLayer.Way way =
        (arena, scratch, c, from, to) -> System.arraycopy(arena, from, arena, to, places);
    Plane[] out = plan.take(1, plane.stack(), plane.learns());
    return add(new ChannelLayer(new Plane[] {plane}, out, 0, way, way, plan))[0];
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
    return add(convolutions.mixing(block, in, window, 1, weights(node, op.bias()), take(node)));
  }

  @Override
  public Plane[] visit(Op.GroupNorm op, Node node) {
    GroupNormLayer.Norm norm =
        new GroupNormLayer.Norm(
            op.groups(),
            op.epsilon(),
            block.slope(),
            plan.values(node, 0),
            plan.values(node, 1),
            plan.gradient(node, 0),
            plan.gradient(node, 1));
    return add(new GroupNormLayer(norm, plan.in(node, 0), take(node), plan));
  }

  @Override
  public Plane[] visit(Op.Scale op, Node node) {
    return add(
        new ScaleLayer(
            plan.values(node, 0), plan.gradient(node, 0), plan.in(node, 0), take(node), plan));
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
