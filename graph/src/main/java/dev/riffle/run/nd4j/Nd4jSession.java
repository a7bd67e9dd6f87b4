package dev.riffle.run.nd4j;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.run.Session;
import dev.riffle.run.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model on ND4J. Arrays between the layers are used again as soon as their last reader is done,
 * so that a run leaves nothing behind but its outputs. It keeps a set of them for every batch size
 * it has met.
 */
public final class Nd4jSession implements Session {
  private final Graph graph;
  private final Constants constants = new Constants();
  private final Pool pool = new Pool();
  private final Map<Node, Kernel> kernels;
  private boolean closed;

  Nd4jSession(Model model) {
    this.graph = model.graph();
    this.kernels = outsideWorkspaces(() -> kernels(model, constants, pool));
  }

  private static Map<Node, Kernel> kernels(Model model, Constants constants, Pool pool) {
    Kernels kernels = new Kernels(model.weights(), constants, pool);
    Map<Node, Kernel> byNode = new IdentityHashMap<>();
    for (Node node : model.graph().nodes()) {
      if (!model.graph().inputs().contains(node)) {
        byNode.put(node, node.accept(kernels));
      }
    }
    return byNode;
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    int count = Session.batchSize(graph, inputs);
    return outsideWorkspaces(
        () -> {
          List<INDArray> results =
              run(count, (input, i) -> input.data().asNioFloat().put(inputs.get(i).data()));
          List<Tensor> outputs = results.stream().map(Nd4jSession::tensor).toList();
          results.forEach(pool::giveBack);
          return outputs;
        });
  }

  /**
   * Runs the network once on ND4J's arrays.
   *
   * @param inputs a batch {@code [N, C, H, W]} for each of the graph's inputs, in order, all of the
   *     same N, at least 1; of any number type, order and strides; they stay as they are
   * @return {@code [N, C, H, W]} for each of the graph's outputs, in order: float32 in c order,
   *     outside all workspaces; the caller owns them. Their native memory comes back when the
   *     garbage collector finds them, as with all arrays of ND4J; the run that takes and gives
   *     tensors allocates none.
   * @throws IllegalArgumentException if the inputs are not of the graph's shapes, naming the input
   */
  public List<INDArray> run(INDArray... inputs) {
    int count = Session.batchSize(graph, List.of(inputs), Nd4jSession::shape);
    return outsideWorkspaces(() -> run(count, (input, i) -> input.assign(inputs[i])));
  }

  // The outputs, which the pool knows nothing of any more, no two of them the same.
  private List<INDArray> run(int count, ObjIntConsumer<INDArray> fill) {
    if (closed) {
      throw new IllegalStateException("this session is closed");
    }
    List<INDArray> inputs = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      inputs.add(pool.take(batch(count, graph.inputs().get(i))));
      fill.accept(inputs.get(i), i);
    }
    List<INDArray> results =
        Walk.outputs(graph, inputs, (node, in) -> run(count, node, in), pool::giveBack);
    Set<INDArray> handedOut = Collections.newSetFromMap(new IdentityHashMap<>());
    return results.stream().map(a -> handedOut.add(a) ? a : copied(a)).toList();
  }

  private INDArray copied(INDArray array) {
    return pool.take(array.shape()).assign(array);
  }

  private INDArray run(int count, Node node, List<INDArray> inputs) {
    INDArray output = pool.take(batch(count, node));
    kernels.get(node).run(inputs.toArray(INDArray[]::new), output);
    return output;
  }

  private static long[] batch(int count, Node node) {
    Shape shape = node.shape();
    return new long[] {count, shape.channels(), shape.height(), shape.width()};
  }

  private static int[] shape(INDArray array) {
    return Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
  }

  private static Tensor tensor(INDArray array) {
    float[] numbers = new float[Math.toIntExact(array.length())];
    array.data().asNioFloat().get(numbers);
    return new Tensor(numbers, shape(array));
  }

  // In a workspace that the caller has opened our arrays could neither be closed nor outlive it.
  @SuppressWarnings("try") // the scope is only there to be closed
  private static <T> T outsideWorkspaces(Supplier<T> work) {
    try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return work.get();
    }
  }

  @Override
  public void close() {
    closed = true;
    constants.close();
    pool.close();
  }
}
