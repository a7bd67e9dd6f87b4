package dev.riffle.rewrite;

import dev.riffle.graph.ChannelAffine;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Draws a BatchNorm into the convolution before it: the kernel becomes kernel · scale and the bias
 * bias · scale + shift, as {@link ChannelAffine} has them. A BatchNorm stays where its input is no
 * convolution, or one that something else reads too, or where either shares its parameters.
 */
public final class FoldBatchNorm {
  private FoldBatchNorm() {}

  /** The model without the BatchNorms that can be folded; convolutions keep their names. */
  public static Model apply(Model model) {
    Set<Node> folded = foldable(model.graph());
    Map<String, Tensor> tensors = new LinkedHashMap<>(model.weights().tensors());
    Graph graph =
        model
            .graph()
            .rewritten(
                (node, inputs) -> {
                  if (!folded.contains(node)) {
                    return node.with(node.op(), inputs);
                  }
                  Node convolution = node.input();
                  fold(convolution, node, model.weights(), tensors);
                  return convolution.with(
                      ((Op.Conv2d) convolution.op()).withBias(), inputs.get(0).inputs());
                });
    return new Model(graph, new Weights(tensors));
  }

  private static Set<Node> foldable(Graph graph) {
    Map<Node, Integer> readers = new HashMap<>();
    graph.outputs().forEach(output -> readers.merge(output, 1, Integer::sum));
    graph.nodes().forEach(n -> n.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
    Map<String, Integer> owners = new HashMap<>(); // of each parameter
    graph
        .nodes()
        .forEach(n -> n.parameters().forEach(p -> owners.merge(p.name(), 1, Integer::sum)));
    Set<Node> result = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.BatchNorm
          && node.input().op() instanceof Op.Conv2d
          && readers.get(node.input()) == 1
          && isOnlyOwner(node, owners)
          && isOnlyOwner(node.input(), owners)) {
        result.add(node);
      }
    }
    return result;
  }

  private static boolean isOnlyOwner(Node node, Map<String, Integer> owners) {
    return node.parameters().stream().allMatch(parameter -> owners.get(parameter.name()) == 1);
  }

  private static void fold(Node convolution, Node norm, Weights from, Map<String, Tensor> into) {
    Tensor weight = from.get(convolution.parameter("weight"));
    float[] kernel = weight.data().clone();
    int channels = norm.shape().channels();
    float[] bias =
        ((Op.Conv2d) convolution.op()).bias()
            ? from.get(convolution.parameter("bias")).data().clone()
            : new float[channels];
    ChannelAffine affine = ChannelAffine.of(norm, from);
    int each = kernel.length / channels;
    for (int c = 0; c < channels; c++) {
      multiply(kernel, c * each, (c + 1) * each, affine.scale()[c]);
      bias[c] = (float) (bias[c] * affine.scale()[c] + affine.shift()[c]);
    }
    norm.parameters().forEach(parameter -> into.remove(parameter.name()));
    into.put(convolution.parameter("weight"), new Tensor(kernel, weight.shape()));
    into.put(convolution.parameter("bias"), new Tensor(bias, channels));
  }

  // By itself, so that HotSpot compiles no more than this.
  private static void multiply(float[] numbers, int from, int to, double factor) {
    for (int i = from; i < to; i++) {
      numbers[i] = (float) (numbers[i] * factor);
    }
  }
}
