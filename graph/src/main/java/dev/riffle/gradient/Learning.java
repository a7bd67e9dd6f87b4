package dev.riffle.gradient;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.run.Session;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What of a network learns, and what no way to train can take. */
public final class Learning {
  private Learning() {}

  /** The parameters that learn, in the graph's order. */
  public static List<Parameter> parameters(Graph graph, Predicate<String> frozen) {
    return graph.parameters().stream()
        .filter(parameter -> parameter.trained() && !frozen.test(parameter.name()))
        .toList();
  }

  /** Whether a BatchNorm takes the batch's mean and variance, not the running ones. */
  public static boolean takesBatchStatistics(Node norm, Predicate<String> frozen) {
    return !frozen.test(norm.parameters().get(0).name());
  }

  /**
   * Refuses a batch that is none, or a BatchNorm that would find no variance in it.
   *
   * @throws IllegalArgumentException saying which
   */
  public static void check(Graph graph, int batchSize, Predicate<String> frozen) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size: expected 1 or more, found " + batchSize);
    }
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.BatchNorm
          && takesBatchStatistics(node, frozen)
          && batchSize == 1
          && node.shape().plane() == 1) {
        throw new IllegalArgumentException(
            node.name()
                + ": a BatchNorm learns from 2 or more numbers a channel, found 1 ("
                + node.shape()
                + ", batch size 1)");
      }
    }
  }

  /**
   * Refuses inputs of another batch size or shape.
   *
   * @throws IllegalArgumentException naming the input
   */
  public static void checkInputs(Graph graph, int batchSize, List<Tensor> inputs) {
    int found = Session.batchSize(graph, inputs);
    if (found != batchSize) {
      throw new IllegalArgumentException(
          graph.inputs().get(0).name()
              + ": expected a batch of "
              + batchSize
              + ", found "
              + inputs.get(0));
    }
  }

  /**
   * Refuses slopes that are not shaped like the outputs.
   *
   * @throws IllegalArgumentException naming the output
   */
  public static void checkSlopes(Graph graph, List<Tensor> outputs, List<Tensor> slopes) {
    if (slopes.size() != outputs.size()) {
      throw new IllegalArgumentException(
          "expected slopes of " + outputs.size() + " outputs, found " + slopes.size());
    }
    for (int i = 0; i < slopes.size(); i++) {
      int[] expected = outputs.get(i).shape();
      if (!slopes.get(i).hasShape(expected)) {
        throw new IllegalArgumentException(
            graph.outputs().get(i).name()
                + ": expected slopes "
                + Arrays.toString(expected)
                + ", found "
                + slopes.get(i));
      }
    }
  }
}
