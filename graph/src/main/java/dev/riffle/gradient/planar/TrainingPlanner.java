package dev.riffle.gradient.planar;

import dev.riffle.gradient.Parameters;
import dev.riffle.gradient.planar.channel.ActivationWays;
import dev.riffle.gradient.planar.channel.ChannelLayer;
import dev.riffle.gradient.planar.channel.FlattenLayer;
import dev.riffle.gradient.planar.channel.GroupNormLayer;
import dev.riffle.gradient.planar.channel.MeanWays;
import dev.riffle.gradient.planar.channel.PadWays;
import dev.riffle.gradient.planar.channel.PairLayer;
import dev.riffle.gradient.planar.channel.PlainLayer;
import dev.riffle.gradient.planar.channel.ResizeWays;
import dev.riffle.gradient.planar.channel.ScaleLayer;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.place.Stacks;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.window.Parts;
import dev.riffle.gradient.planar.window.Window;
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

/** Plans how a network learns: chain by chain in running order, then all the way back. */
final class TrainingPlanner implements OpVisitor<Plane[]> {
  private final TrainingPlan plan;
  private final Convolutions convolutions;
  private Chain chain; // the one that is being planned

  private TrainingPlanner(TrainingPlan plan) {
    this.plan = plan;
    this.convolutions = new Convolutions(plan);
  }

  static TrainingPlan plan(Graph graph, int pictures, Parameters parameters) {
    TrainingPlan plan = new TrainingPlan(graph, pictures, parameters);
    TrainingPlanner planner = new TrainingPlanner(plan);
    for (Chain chain : Chain.of(graph)) {
      planner.chain = chain;
      plan.keep(chain.last(), chain.head().accept(planner));
    }
    plan.planBackward();
    return plan;
  }

  // Whether anything that the chain's value comes from learns.
  private boolean learns() {
    return chain.parameters().anyMatch(parameter -> plan.parameters().learns(parameter.name()))
        || chain.head().inputs().stream().anyMatch(input -> Plane.anyLearns(plan.value(input)));
  }

  private Plane[] take(Node node) {
    return plan.take(node, learns());
  }

  private Plane[] add(Layer layer) {
    plan.add(layer);
    return layer.out();
  }

  private Plane[] channelwise(Node node, ChannelLayer.Ways ways) {
    return add(new ChannelLayer(plan.in(node, 0), take(node), ways, plan));
  }

  @Override
  public Plane[] visit(Op.Input op, Node node) {
    return plan.take(node, false);
  }

  @Override
  public Plane[] visit(Op.Conv2d op, Node node) {
    Parts.Weights weights = weights(node, op.bias());
    Plane[] in = plan.in(node, 0);
    if (Stacks.isDepthwise(op, in.length)) {
      Window window = convolutions.singleWindow(op.kernel(), op.stride(), op.padding(), node);
      return add(convolutions.depthwise(chain, in, window, weights, take(node)));
    }
    Window window = convolutions.window(op.kernel(), op.stride(), op.padding(), node);
    return add(convolutions.mixing(chain, in, window, op.groups(), weights, take(node)));
  }

  private Parts.Weights weights(Node node, boolean hasBias) {
    return new Parts.Weights(
        plan.values(node, 0),
        hasBias ? plan.values(node, 1) : null,
        plan.gradient(node, 0),
        hasBias ? plan.gradient(node, 1) : null);
  }

  @Override
  public Plane[] visit(Op.BatchNorm op, Node node) {
    return add(convolutions.norm(chain, plan.in(node, 0), take(node)));
  }

  @Override
  public Plane[] visit(Op.MaxPool op, Node node) {
    Window window = convolutions.window(op.kernel(), op.stride(), op.padding(), node);
    return add(convolutions.highest(node, window, take(node)));
  }

  @Override
  public Plane[] visit(Op.AvgPool op, Node node) {
    Plane[] in = plan.in(node, 0);
    Window window = convolutions.singleWindow(op.kernel(), op.stride(), op.padding(), node);
    float[] shares = new float[in.length * window.cells()];
    Arrays.fill(shares, 1f / window.cells());
    Parts.Weights weights = new Parts.Weights(shares, null, null, null);
    return add(convolutions.depthwise(chain, in, window, weights, take(node)));
  }

  @Override
  public Plane[] visit(Op.Activate op, Node node) {
    Stack stack = plan.stack(node.shape());
    int mask = plan.arena().mask(stack);
    return channelwise(node, new ActivationWays(op.function(), plan.in(node, 0), stack, mask));
  }

  @Override
  public Plane[] visit(Op.Pad op, Node node) {
    Shape from = node.input().shape();
    return channelwise(
        node,
        new PadWays(
            op.before(from.height()),
            op.before(from.width()),
            plan.stack(from),
            plan.stack(node.shape())));
  }

  @Override
  public Plane[] visit(Op.MeanPool op, Node node) {
    Stack stack = plan.stack(node.input().shape());
    return channelwise(node, new MeanWays(plan.kernels(), stack, plan.arena().mask(stack)));
  }

  @Override
  public Plane[] visit(Op.Resize op, Node node) {
    Shape from = node.input().shape();
    Shape to = node.shape();
    return channelwise(
        node,
        new ResizeWays(
            Interpolation.of(op, from.height(), to.height()),
            Interpolation.of(op, from.width(), to.width()),
            plan.stack(from),
            plan.stack(to)));
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
    Plane[] out = plan.take(1, plane.stack(), plane.learns());
    ChannelLayer.Ways ways = new ChannelLayer.Copy(plane.stack().places());
    return add(new ChannelLayer(new Plane[] {plane}, out, ways, plan))[0];
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
      int features = Math.toIntExact(shape.elements());
      Plane[] out = plan.take(features, vector, Plane.anyLearns(in));
      in = add(new FlattenLayer(in, out, plan));
    }
    Window window = new Window(1, 1, 0, vector, vector);
    return add(convolutions.mixing(chain, in, window, 1, weights(node, op.bias()), take(node)));
  }

  @Override
  public Plane[] visit(Op.GroupNorm op, Node node) {
    GroupNormLayer.Norm norm =
        new GroupNormLayer.Norm(
            op.groups(),
            op.epsilon(),
            chain.slope(),
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
