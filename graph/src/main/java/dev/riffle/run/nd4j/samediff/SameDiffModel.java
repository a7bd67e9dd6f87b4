package dev.riffle.run.nd4j.samediff;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Shape;
import dev.riffle.weights.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model as a {@code SameDiff}: inputs are placeholders {@code [N, C, H, W]} for batches of any
 * size, parameters are variables in PyTorch's shapes, running statistics are constants, and all of
 * them, and what every node yields, are called as in the graph. In float32.
 *
 * <pre>
 * SameDiff network = SameDiffModel.of(model);
 * INDArray logits = network.output(Map.of("input", pictures), "fc").get("fc");
 * </pre>
 */
public final class SameDiffModel {
  private SameDiffModel() {}

  /**
   * The network for inference: BatchNorms take their running statistics.
   *
   * @throws IllegalArgumentException if a node is called like a parameter, naming it
   */
  public static SameDiff of(Model model) {
    return build(model, false);
  }

  /**
   * The network for learning: BatchNorms take the batch's mean and variance; whoever trains it has
   * to move the running ones.
   *
   * @throws IllegalArgumentException if a node is called like a parameter, naming it
   */
  public static SameDiff learning(Model model) {
    return build(model, true);
  }

  /**
   * Writes the network for inference in ND4J's own format; {@code SameDiff.load} reads it. The file
   * is there at once and whole, or not at all.
   */
  public static void write(Path path, Model model) throws IOException {
    ByteBuffer bytes = of(model).asFlatBuffers(false);
    AtomicFile.write(
        path,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  // In a workspace that the caller has opened the numbers would not outlive it.
  @SuppressWarnings("try") // the scope is only there to be closed
  private static SameDiff build(Model model, boolean batchStatistics) {
    Graph graph = model.graph();
    checkNames(graph);
    try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      SameDiff network = SameDiff.create();
      for (Parameter parameter : graph.parameters()) {
        INDArray numbers = array(parameter, model.weights().get(parameter.name()).data());
        if (parameter.trained()) {
          network.var(parameter.name(), numbers);
        } else {
          network.constant(parameter.name(), numbers);
        }
      }
      Map<Node, SDVariable> maps = new IdentityHashMap<>();
      for (Node node : graph.nodes()) {
        List<SDVariable> inputs = node.inputs().stream().map(maps::get).toList();
        maps.put(
            node,
            graph.inputs().contains(node)
                ? placeholder(network, node)
                : node.accept(new Lowering(network, inputs, batchStatistics)).rename(node.name()));
      }
      List<String> outputs = graph.outputs().stream().map(Node::name).toList();
      network.setOutputs(List.copyOf(new LinkedHashSet<>(outputs)));
      return network;
    }
  }

  private static INDArray array(Parameter parameter, float[] numbers) {
    return parameter.shape().isEmpty()
        ? Nd4j.scalar(numbers[0])
        : Nd4j.create(
            numbers, parameter.shape().stream().mapToLong(Integer::longValue).toArray(), 'c');
  }

  private static SDVariable placeholder(SameDiff network, Node input) {
    Shape shape = input.shape();
    return network.placeHolder(
        input.name(), DataType.FLOAT, -1, shape.channels(), shape.height(), shape.width());
  }

  private static void checkNames(Graph graph) {
    Set<String> names = new HashSet<>();
    graph.parameters().forEach(parameter -> names.add(parameter.name()));
    for (Node node : graph.nodes()) {
      if (!names.add(node.name())) {
        throw new IllegalArgumentException(
            node.name() + ": a SameDiff has one name for one thing, found two");
      }
    }
  }
}
