package dev.riffle.run;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A model made ready to run, with the buffers it needs. For one thread at a time; sessions over the
 * same model are independent.
 */
public interface Session extends AutoCloseable {

  /**
   * Runs the network once.
   *
   * @param inputs a batch {@code [N, C, H, W]} for each of the graph's inputs, in order, all of the
   *     same N, at least 1; they are not kept, and may be written to again afterwards
   * @return {@code [N, C, H, W]} for each of the graph's outputs, in order; the caller owns them
   * @throws IllegalArgumentException if the inputs are not of the graph's shapes, naming the input
   */
  List<Tensor> run(List<Tensor> inputs);

  @Override
  void close();

  /** Checks a batch against a graph and gives the number of pictures in it. */
  static int batchSize(Graph graph, List<Tensor> inputs) {
    return batchSize(graph, inputs, Tensor::shape);
  }

  /** As {@link #batchSize(Graph, List)}, for any kind of array that has a shape. */
  static <T> int batchSize(Graph graph, List<T> inputs, Function<T, int[]> shapeOf) {
    if (inputs.size() != graph.inputs().size()) {
      throw new IllegalArgumentException(
          "expected "
              + graph.inputs().size()
              + " inputs "
              + graph.inputs().stream().map(Node::name).toList()
              + ", found "
              + inputs.size());
    }
    int[] first = shapeOf.apply(inputs.get(0));
    int count = first.length == 4 ? Math.max(first[0], 1) : 1;
    for (int i = 0; i < inputs.size(); i++) {
      Node node = graph.inputs().get(i);
      Shape shape = node.shape();
      int[] expected = {count, shape.channels(), shape.height(), shape.width()};
      int[] found = shapeOf.apply(inputs.get(i));
      if (!Arrays.equals(found, expected)) {
        throw new IllegalArgumentException(
            node.name()
                + ": expected "
                + Arrays.toString(expected)
                + ", found "
                + Arrays.toString(found));
      }
    }
    return count;
  }
}
