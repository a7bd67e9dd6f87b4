package dev.riffle.run.planar;

import dev.riffle.graph.ChannelAffine;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import dev.riffle.run.Interpolation;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.step.Affine;
import dev.riffle.run.planar.step.Attention;
import dev.riffle.run.planar.step.Combine;
import dev.riffle.run.planar.step.Embed;
import dev.riffle.run.planar.step.Enlarge;
import dev.riffle.run.planar.step.Finish;
import dev.riffle.run.planar.step.GroupNorm;
import dev.riffle.run.planar.step.LayerNorm;
import dev.riffle.run.planar.step.Mean;
import dev.riffle.run.planar.step.Reduction;
import dev.riffle.run.planar.step.Resize;
import java.util.Arrays;

/**
 * Turns a model into a program: walks its chains in running order, gives each value planes, and
 * takes them back after their last use. A visit gives the planes of a chain's value.
 */
final class Planner implements OpVisitor<int[]> {
  private final Plan plan;
  private final Windows windows;

  private Planner(Plan plan) {
    this.plan = plan;
    this.windows = new Windows(plan);
  }

  /** The program of a model for its graph's input sizes. */
  static Program plan(Model model, Packing packing, Kernels kernels) {
    Plan plan = new Plan(model, packing, kernels);
    Planner planner = new Planner(plan);
    plan.takeInputs();
    for (Chain chain : plan.chains()) {
      if (plan.dealing().reader(chain.last()) == null) { // else it is planned with that
        plan.begin(chain);
        plan.end(chain.head().accept(planner));
      }
    }
    return plan.program();
  }

  @Override
  public int[] visit(Op.Input op, Node node) {
    throw new IllegalStateException(node.name() + ": an input is given, not computed");
  }

  @Override
  public int[] visit(Op.Conv2d op, Node node) {
    return windows.convolve(op, node);
  }

  @Override
  public int[] visit(Op.MaxPool op, Node node) {
    return windows.slide(Sliding.of(op, node), new Reduction.Highest(), plan.finish());
  }

  @Override
  public int[] visit(Op.AvgPool op, Node node) {
    int channels = node.shape().channels();
    int cells = op.kernel() * op.kernel();
    float[] shares = new float[channels * cells];
    Arrays.fill(shares, 1f / cells);
    Reduction mean = new Reduction.WeightedSum(shares, new float[channels]);
    return windows.slide(Sliding.of(op, node), mean, plan.finish());
  }

  @Override
  public int[] visit(Op.Pad op, Node node) {
    int[] out = plan.take();
    Shape in = node.input().shape();
    plan.emit(
        new Enlarge(
            plan.in(0),
            plan.gridIn(),
            op.before(in.height()),
            op.before(in.width()),
            out,
            plan.gridOut(),
            plan.grids().isSurrounded(node)));
    return out;
  }

  @Override
  public int[] visit(Op.BatchNorm op, Node node) {
    ChannelAffine affine = ChannelAffine.of(node, plan.model().weights());
    return pointByPoint(floats(affine.scale()), floats(affine.shift()), plan.finish());
  }

  @Override
  public int[] visit(Op.GroupNorm op, Node node) {
    int[] out = plan.take();
    plan.emit(
        new GroupNorm(
            plan.kernels(),
            plan.in(0),
            op,
            plan.packing().plain(node, "weight"),
            plan.packing().plain(node, "bias"),
            out,
            plan.gridOut(),
            plan.finish()));
    return out;
  }

  @Override
  public int[] visit(Op.Scale op, Node node) {
    float[] scale = new float[node.shape().channels()];
    Arrays.fill(scale, plan.packing().plain(node, "scale")[0]);
    return pointByPoint(scale, new float[scale.length], plan.finish());
  }

  @Override
  public int[] visit(Op.Detach op, Node node) {
    return plan.in(0);
  }

  @Override
  public int[] visit(Op.Activate op, Node node) {
    Finish finish = plan.finish(op.function());
    float[] scale = new float[node.shape().channels()];
    Arrays.fill(scale, finish.scale());
    return pointByPoint(scale, new float[scale.length], finish);
  }

  private int[] pointByPoint(float[] scale, float[] shift, Finish finish) {
    int[] out = plan.take();
    plan.emit(Affine.of(plan.kernels(), plan.in(0), scale, shift, out, plan.gridOut(), finish));
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
    int[] out = plan.take();
    plan.emit(Mean.of(plan.kernels(), plan.in(0), plan.gridIn(), out));
    plan.surround(node, out);
    return out;
  }

  @Override
  public int[] visit(Op.Resize op, Node node) {
    int[] out = plan.take();
    Shape from = node.input().shape();
    Interpolation rows = Interpolation.of(op, from.height(), node.shape().height());
    Interpolation columns = Interpolation.of(op, from.width(), node.shape().width());
    Resize.Along along = Resize.Along.of(op, from.height(), from.width());
    plan.emit(
        Resize.of(
            plan.kernels(),
            plan.in(0),
            plan.gridIn(),
            rows,
            columns,
            along,
            out,
            plan.gridOut(),
            plan.finish()));
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
    int[] out = plan.take();
    plan.emit(
        Combine.of(
            plan.kernels(), kind, plan.in(0), plan.in(1), out, plan.gridOut(), plan.finish()));
    return out;
  }

  @Override
  public int[] visit(Op.Concat op, Node node) {
    return node.inputs().stream().map(plan::value).flatMapToInt(Arrays::stream).toArray();
  }

  @Override
  public int[] visit(Op.Slice op, Node node) {
    return Arrays.copyOfRange(plan.in(0), op.from(), op.to());
  }

  @Override
  public int[] visit(Op.Shuffle op, Node node) {
    int[] from = plan.in(0);
    int[] out = new int[from.length];
    Arrays.setAll(out, c -> from[op.source(c, from.length)]);
    return out;
  }

  @Override
  public int[] visit(Op.Linear op, Node node) {
    return windows.connect(op, node);
  }

  @Override
  public int[] visit(Op.LayerNorm op, Node node) {
    int[] out = plan.take();
    float[] weight = plan.packing().plain(node, "weight");
    float[] bias = plan.packing().plain(node, "bias");
    plan.emit(
        new LayerNorm(
            plan.kernels(), plan.in(0), op, weight, bias, out, plan.gridOut(), plan.finish()));
    return out;
  }

  @Override
  public int[] visit(Op.PositionEmbedding op, Node node) {
    int[] out = plan.take();
    float[] embed = plan.packing().plain(node, "embed");
    plan.emit(new Embed(plan.kernels(), plan.in(0), embed, out, plan.gridOut(), plan.finish()));
    return out;
  }

  @Override
  public int[] visit(Op.Attention op, Node node) {
    int[] out = plan.take();
    plan.emit(
        Attention.of(
            plan.kernels(), plan.in(0), op.size(node), out, plan.gridOut(), plan.finish()));
    return out;
  }
}
