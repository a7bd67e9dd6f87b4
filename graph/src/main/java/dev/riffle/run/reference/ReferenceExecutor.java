package dev.riffle.run.reference;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Tensor;
import dev.riffle.run.Executor;
import dev.riffle.run.Session;
import dev.riffle.run.Walk;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The executor of plain loops: what every op means, and what other executors are held against. It
 * runs the pictures of a batch one after another, on one thread, in float32.
 */
public final class ReferenceExecutor implements Executor {

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Session open(Model model) {
    Graph graph = model.graph();
    Loops loops = new Loops(model.weights());
    Map<Node, Loops.Kernel> kernels = new IdentityHashMap<>();
    for (Node node : graph.nodes()) {
      if (!graph.inputs().contains(node)) {
        kernels.put(node, node.accept(loops));
      }
    }
    return new PlainSession(graph, kernels);
  }

  private record PlainSession(Graph graph, Map<Node, Loops.Kernel> kernels) implements Session {

    @Override
    public List<Tensor> run(List<Tensor> inputs) {
      int count = Session.batchSize(graph, inputs);
      List<Tensor> outputs =
          graph.outputs().stream().map(node -> Tensor.zeros(count, node.shape())).toList();
      for (int picture = 0; picture < count; picture++) {
        List<float[][]> maps = new ArrayList<>();
        for (Tensor input : inputs) {
          maps.add(planes(input, picture));
        }
        List<float[][]> results =
            Walk.outputs(graph, maps, (node, in) -> kernels.get(node).run(in), map -> {});
        for (int i = 0; i < outputs.size(); i++) {
          store(results.get(i), outputs.get(i), picture);
        }
      }
      return outputs;
    }

    @Override
    public void close() {}
  }

  // A copy of one picture of a batch, [channel][y * width + x].
  private static float[][] planes(Tensor batch, int picture) {
    float[][] planes = new float[batch.size(1)][batch.size(2) * batch.size(3)];
    for (int c = 0; c < planes.length; c++) {
      int from = (picture * planes.length + c) * planes[c].length;
      System.arraycopy(batch.data(), from, planes[c], 0, planes[c].length);
    }
    return planes;
  }

  private static void store(float[][] planes, Tensor batch, int picture) {
    for (int c = 0; c < planes.length; c++) {
      int to = (picture * planes.length + c) * planes[c].length;
      System.arraycopy(planes[c], 0, batch.data(), to, planes[c].length);
    }
  }
}
