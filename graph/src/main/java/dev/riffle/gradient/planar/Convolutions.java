package dev.riffle.gradient.planar;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.channel.ChannelLayer;
import dev.riffle.gradient.planar.mix.ConvolutionLayer;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.window.Deferred;
import dev.riffle.gradient.planar.window.DepthwiseLayer;
import dev.riffle.gradient.planar.window.MaxPoolLayer;
import dev.riffle.gradient.planar.window.NormTail;
import dev.riffle.gradient.planar.window.Parts;
import dev.riffle.gradient.planar.window.Source;
import dev.riffle.gradient.planar.window.Tail;
import dev.riffle.gradient.planar.window.Window;
import dev.riffle.gradient.planar.winograd.WinogradLayer;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import java.util.IdentityHashMap;
import java.util.Map;

/** Plans what slides over maps or mixes them, together with the norm and function behind it. */
final class Convolutions {
  private final TrainingPlan plan;
  private final WinogradLayer.Rooms rooms = new WinogradLayer.Rooms();
  private final Map<Node, Source> deferred = new IdentityHashMap<>(); // by the node that is read

  Convolutions(TrainingPlan plan) {
    this.plan = plan;
  }

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

  private Source source(Node node) {
    return deferred.getOrDefault(node.input(), new Source.Done(plan.in(node, 0)));
  }

  /** One that takes the largest number. */
  Layer highest(Node node, Window window, Plane[] out) {
    return new MaxPoolLayer(window, plan.in(node, 0), source(node), out, plan);
  }

  /** One that works channel by channel. */
  Layer depthwise(Chain chain, Plane[] in, Window window, Parts.Weights weights, Plane[] out) {
    return new DepthwiseLayer(parts(chain, in, window, weights, out), source(chain.head()), plan);
  }

  /** One that mixes channels. */
  Layer mixing(
      Chain chain, Plane[] in, Window window, int groups, Parts.Weights weights, Plane[] out) {
    Parts parts = parts(chain, in, window, weights, out);
    return groups == 1 && WinogradLayer.suits(window, in.length, out.length)
        ? new WinogradLayer(parts, plan, rooms)
        : new ConvolutionLayer(parts, groups, plan);
  }

  /** A BatchNorm that stands alone, with the function behind it. */
  Layer norm(Chain chain, Plane[] in, Plane[] out) {
    NormTail tail = normTail(chain, Plane.values(in), out);
    return new ChannelLayer(in, out, new Alone(tail, out[0].stack().places()), plan);
  }

  /** What a tail reads is others' too, so that its slopes go by a plane of their own. */
  private record Alone(NormTail tail, int places) implements ChannelLayer.Ways {
    @Override
    public int scratch() {
      return SlopeKernels.SCRATCH;
    }

    @Override
    public void forward(float[] arena, int scratch, int channel, int from, int to) {
      tail.forward(arena, scratch, channel);
    }

    @Override
    public void backward(float[] arena, int scratch, int channel, int from, int to) {
      tail.backward(arena, scratch, channel);
      System.arraycopy(arena, from, arena, to, places);
    }
  }

  private Parts parts(Chain chain, Plane[] in, Window window, Parts.Weights weights, Plane[] out) {
    if (chain.norm() == null) {
      int mask = plan.arena().mask(out[0].stack());
      Tail tail = new Tail.Bare(plan.slopeKernels(), out, mask, chain.slope());
      return new Parts(in, window, weights, Plane.values(out), out, tail);
    }
    if (chain.isDeferred()) {
      int[] raw = Plane.values(out);
      Deferred tail = new Deferred(normTail(chain, raw, out));
      deferred.put(chain.last(), tail);
      return new Parts(in, window, weights, raw, out, tail);
    }
    int[] raw = Plane.values(plan.take(out.length, out[0].stack(), false));
    return new Parts(in, window, weights, raw, out, normTail(chain, raw, out));
  }

  private NormTail normTail(Chain chain, int[] from, Plane[] out) {
    Node norm = chain.norm();
    NormTail.Norm arrays =
        new NormTail.Norm(
            ((Op.BatchNorm) norm.op()).epsilon(),
            plan.values(norm, 0),
            plan.values(norm, 1),
            plan.values(norm, 2),
            plan.values(norm, 3),
            plan.gradient(norm, 0),
            plan.gradient(norm, 1));
    int mask = plan.arena().mask(out[0].stack());
    return new NormTail(plan.slopeKernels(), mask, from, out, chain.slope(), arrays);
  }
}
