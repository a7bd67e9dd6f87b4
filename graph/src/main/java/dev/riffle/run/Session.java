package dev.riffle.run;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.List;

/**
 * A model made ready to run, with the buffers it needs. For one thread at a time; sessions over the
 * same model are independent.
 */
public interface Session extends AutoCloseable {

  /**
   * Runs the network once.
   *
   * @param inputs a batch {@code [N, C, H, W]} for each of the graph's inputs, in order, all of the
   *     same N
   * @return {@code [N, C, H, W]} for each of the graph's outputs, in order; the caller owns them
   * @throws IllegalArgumentException if the inputs are not of the graph's shapes, naming the input
   */
  List<Tensor> run(List<Tensor> inputs);

  @Override
  void close();

  /** Checks a batch against a graph and gives the number of pictures in it. */
  static int batchSize(Graph graph, List<Tensor> inputs) {
    if (inputs.size() != graph.inputs().size()) {
      throw new IllegalArgumentException(
          "expected " + graph.inputs().size() + " inputs, found " + inputs.size());
    }
    int count = inputs.get(0).rank() == 4 ? inputs.get(0).size(0) : 1;
    for (int i = 0; i < inputs.size(); i++) {
      Node node = graph.inputs().get(i);
      Shape shape = node.shape();
      if (!inputs.get(i).hasShape(count, shape.channels(), shape.height(), shape.width())) {
        throw new IllegalArgumentException(
            node.name()
                + ": expected ["
                + count
                + ", "
                + shape.channels()
                + ", "
                + shape.height()
                + ", "
                + shape.width()
                + "], found "
                + inputs.get(i));
      }
    }
    return count;
  }
}
