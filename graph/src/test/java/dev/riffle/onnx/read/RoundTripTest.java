package dev.riffle.onnx.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Tensor;
import dev.riffle.onnx.Onnx;
import dev.riffle.run.Executor;
import dev.riffle.run.ExecutorContract;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Whatever is written is read again as it was: the same nodes, names and numbers. */
class RoundTripTest extends ExecutorContract {

  @Override
  protected Executor executor() {
    return new Executor() {
      @Override
      public String name() {
        return "read again";
      }

      @Override
      public Session open(Model model) {
        Graph graph = model.graph();
        List<Node> once = List.copyOf(new LinkedHashSet<>(graph.outputs()));
        Model distinct = new Model(new Graph(graph.inputs(), once), model.weights());
        Model again = again(distinct);
        if (graph.nodes().stream().noneMatch(RoundTripTest::changesUnseen)) {
          assertEquals(distinct.graph().toString(), again.graph().toString());
        }
        model
            .weights()
            .tensors()
            .forEach(
                (name, tensor) ->
                    assertArrayEquals(tensor.data(), again.weights().get(name).data(), name));
        return new Distinct(new ReferenceExecutor().open(again), graph.outputs(), once);
      }
    };
  }

  // A shuffle that leaves all channels where they are cannot be seen in a file, nor in numbers, nor
  // can what only training takes notice of; ONNX has scales in float32 only; a layer is called like
  // its parameters; of padding it says how many zeros, not by which rule.
  private static boolean changesUnseen(Node node) {
    return node.op() instanceof Op.Detach
        || node.op() instanceof Op.Pad
        || !node.parameter("").equals(node.name() + ".")
        || node.op() instanceof Op.Shuffle shuffle
            && (shuffle.groups() == 1 || shuffle.groups() == node.shape().channels())
        || node.op() instanceof Op.Resize resize && resize.scale() != (float) resize.scale();
  }

  private static Model again(Model model) {
    try {
      Path file = Files.createTempFile("model", ".onnx");
      try {
        Onnx.write(file, model, Map.of("a", "b"));
        OnnxReader.Content content = OnnxReader.read(file);
        assertEquals(Map.of("a", "b"), content.metadata());
        return content.model();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands out an output as often as it was listed. */
  private record Distinct(Session session, List<Node> outputs, List<Node> once) implements Session {
    @Override
    public List<Tensor> run(List<Tensor> inputs) {
      List<Tensor> results = session.run(inputs);
      return outputs.stream()
          .map(output -> results.get(once.indexOf(output)))
          .map(one -> new Tensor(one.data().clone(), one.shape()))
          .toList();
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
