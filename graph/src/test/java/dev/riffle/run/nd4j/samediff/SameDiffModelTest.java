package dev.riffle.run.nd4j.samediff;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Tensor;
import dev.riffle.run.Executor;
import dev.riffle.run.ExecutorContract;
import dev.riffle.run.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every model, written to ND4J's format, read by ND4J and run there, against the reference. */
class SameDiffModelTest extends ExecutorContract {
  @TempDir private Path folder;

  // ND4J takes a tenth of a second to build, write and read a graph.
  @Override
  protected int[][] sizes() {
    return new int[][] {{1, 1}, {5, 7}, {7, 5}, {6, 37}};
  }

  @Override
  protected Executor executor() {
    return new Executor() {
      @Override
      public String name() {
        return "samediff";
      }

      @Override
      public Session open(Model model) {
        Path file = folder.resolve("network.fb");
        try {
          SameDiffModel.write(file, model);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return new Loaded(model.graph(), SameDiff.load(file.toFile(), false));
      }
    };
  }

  private record Loaded(Graph graph, SameDiff network) implements Session {
    @Override
    public List<Tensor> run(List<Tensor> inputs) {
      Session.batchSize(graph, inputs);
      Map<String, INDArray> batch = new HashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        long[] shape = Arrays.stream(inputs.get(i).shape()).asLongStream().toArray();
        batch.put(
            graph.inputs().get(i).name(), Nd4j.create(inputs.get(i).data().clone(), shape, 'c'));
      }
      Map<String, INDArray> maps =
          network.output(batch, graph.outputs().stream().map(Node::name).distinct().toList());
      return graph.outputs().stream().map(node -> tensor(maps.get(node.name()))).toList();
    }

    private static Tensor tensor(INDArray array) {
      int[] shape = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
      return new Tensor(array.dup('c').data().asFloat(), shape);
    }

    @Override
    public void close() {}
  }
}
