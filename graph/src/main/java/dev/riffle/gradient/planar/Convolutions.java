package dev.riffle.gradient.planar;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Plans what slides over maps and has weights, together with the norm and function behind it. */
final class Convolutions {
  private final TrainingPlan plan;
  private final WinogradLayer.Rooms rooms =
      new WinogradLayer.Rooms(new HashMap<>(), new HashMap<>());
  private final Map<Node, NormTail> deferred = new IdentityHashMap<>();

  Convolutions(TrainingPlan plan) {
    this.plan = plan;
  }

  /**
   * The numbers of a convolution.
   *
   * @param bias null for none
   * @param weightSlopes where slopes go; null where they do not learn
   * @param biasSlopes likewise
   */
  record Weights(float[] weight, float[] bias, float[] weightSlopes, float[] biasSlopes) {}

  /** A node's window over its input. */
  Window window(int kernel, int stride, int padding, Node node) {
    Stack in = plan.stack(node.input().shape());
    return new Window(kernel, stride, padding, in, plan.stack(node.shape()));
  }

  /** Likewise, where it works channel by channel. */
  Window singleWindow(int kernel, int stride, int padding, Node node) {
    Stack in = plan.stack(node.input().shape());
    return new Window(kernel, stride, padding, in, plan.grid(node, kernel, stride, padding));
  }

  /** First places. */
  static int[] places(Plane[] planes) {
    return Arrays.stream(planes).mapToInt(Plane::value).toArray();
  }

  /** What is yet to be done to a node's input; null for nothing. */
  NormTail deferred(Node node) {
    return deferred.get(node.input());
  }

  /** One that works channel by channel. */
  Layer depthwise(Block block, Plane[] in, Window window, Weights weights, Plane[] out) {
    return new DepthwiseLayer(
        parts(block, in, places(in), window, in.length, weights, out),
        deferred(block.head()),
        plan);
  }

  /** One that mixes channels. */
  Layer mixing(Block block, Plane[] in, Window window, int groups, Weights weights, Plane[] out) {
    if (groups == 1 && WinogradLayer.suits(window, in.length, out.length)) {
      return new WinogradLayer(parts(block, in, places(in), window, 1, weights, out), plan, rooms);
    }
    int[] from = dealt(in, window);
    return new ConvolutionLayer(parts(block, in, from, window, groups, weights, out), plan);
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
      Block block,
      Plane[] in,
      int[] from,
      Window window,
      int groups,
      Weights weights,
      Plane[] out) {
    int[] slopePlanes = new int[out.length];
    Stack stack = out[0].stack();
    boolean staysInPlace = block.norm() == null || block.isDeferred();
    Plane[] computed = staysInPlace ? out : plan.take(out.length, stack, false);
    int[] raw = places(computed);
    Tail tail = tail(block, stack, raw, out, slopePlanes);
    return new ConvolutionLayer.Parts(
        in, from, window, groups, raw, out, slopePlanes, weights, tail);
  }

  /**
   * What comes behind a computed channel.
   *
   * @param raw where it is computed, by channel
   * @param slopePlanes where the slopes of {@code out} will lie, by channel
   */
  Tail tail(Block block, Stack stack, int[] raw, Plane[] out, int[] slopePlanes) {
    int mask = plan.arena().mask(stack);
    Node norm = block.norm();
    if (norm == null) {
      return new Tail.Bare(plan.slopeKernels(), stack, mask, raw, slopePlanes, block.slope());
    }
    NormTail.Norm arrays =
        new NormTail.Norm(
            ((Op.BatchNorm) norm.op()).epsilon(),
            plan.values(norm, 0),
            plan.values(norm, 1),
            plan.values(norm, 2),
            plan.values(norm, 3),
            plan.gradient(norm, 0),
            plan.gradient(norm, 1));
    NormTail tail =
        new NormTail(
            plan.slopeKernels(), stack, mask, raw, places(out), slopePlanes, block.slope(), arrays);
    if (!block.isDeferred()) {
      return tail;
    }
    deferred.put(block.last(), tail);
    return new Tail.Deferred(tail);
  }
}
