package dev.riffle.run.nd4j.samediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.gradient.Differentiator;
import dev.riffle.gradient.ReferenceDifferentiator;
import dev.riffle.gradient.SmallShuffleNet;
import dev.riffle.gradient.TrainingSession;
import dev.riffle.gradient.planar.PlanarDifferentiator;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients as ND4J derives them by itself, beside the toolkit's own. */
class SameDiffGradientTest {
  private static final Scope SCOPE = Scope.root();

  /** What is held against ND4J. */
  private static final List<Differentiator> OURS =
      List.of(new ReferenceDifferentiator(), new PlanarDifferentiator(2));

  @Test
  void aShuffleNetLearnsAlike() {
    assertAlike(SmallShuffleNet.MINIATURE.graph(), 4);
  }

  @Test
  void activationsLearnAlike() {
    Node x = SCOPE.input("x", new Shape(2, 5, 7));
    Node conv = SCOPE.node("conv", Op.Conv2d.dense(7, 3, 1), x);
    List<Node> outputs = new ArrayList<>();
    for (Activation function : Activation.values()) {
      Node wide = SCOPE.in(function.name()).node("scaled", new Op.Scale(), conv);
      outputs.add(SCOPE.node(function.name(), new Op.Activate(function), wide));
    }
    assertAlike(new Graph(List.of(x), outputs), 3);
  }

  @Test
  void groupsAndPoolsLearnAlike() {
    Node x = SCOPE.input("x", new Shape(4, 9, 7));
    Node start = SCOPE.node("start", Op.Conv2d.dense(8, 3, 1).withBias(), x);
    Node padded = SCOPE.node("padded", new Op.Pad(Op.Pad.Rule.SAME, 3, 2), start);
    Node grouped = SCOPE.node("grouped", new Op.Conv2d(6, 3, 2, 0, 2, true), padded);
    Node doubled = SCOPE.node("doubled", new Op.Conv2d(16, 5, 2, 2, 8, false), start);
    Node highest = SCOPE.node("highest", new Op.MaxPool(3, 2, 1), start);
    Node mean = SCOPE.node("mean", new Op.AvgPool(3, 2, 1), start);
    Node all = SCOPE.node("all", new Op.Concat(), grouped, doubled, highest, mean);
    Node mixed = SCOPE.node("mixed", new Op.Shuffle(2), all);
    Node half = SCOPE.node("half", new Op.Slice(3, 20), mixed);
    Node gate = SCOPE.node("gate", new Op.MeanPool(), half);
    Node gated = SCOPE.node("gated", new Op.Multiply(), half, gate);
    Node squared = SCOPE.node("squared", new Op.Multiply(), gated, gated);
    assertAlike(
        new Graph(List.of(x), List.of(SCOPE.node("out", new Op.Linear(5, true), squared))), 3);
  }

  /** Towers with shared layers over maps of two sizes; one of them is held from learning. */
  @Test
  void headsOverAPyramidLearnAlike() {
    Node fine = SCOPE.input("fine", new Shape(3, 6, 10));
    Node coarse = SCOPE.input("coarse", new Shape(4, 3, 5));
    Node lateral = SCOPE.node("lateral", Op.Conv2d.pointwise(4), fine);
    Node small = SCOPE.node("small", Op.Conv2d.pointwise(4), coarse);
    Node up = SCOPE.node("up", new Op.Resize(2, Op.Resize.Mode.BILINEAR), small);
    Node sum = SCOPE.node("sum", new Op.Add(), lateral, up);
    Node down = SCOPE.node("down", new Op.Resize(0.5, Op.Resize.Mode.NEAREST), sum);
    Node held = SCOPE.node("held", new Op.Detach(), down);
    assertAlike(new Graph(List.of(fine, coarse), List.of(tower(sum), tower(held), down)), 3);
  }

  private static Node tower(Node level) {
    return SCOPE
        .in("on " + level.name())
        .sharing(SCOPE.in("tower"))
        .chain(level)
        .then(Op.Conv2d.dense(6, 3, 1))
        .then(Op.GroupNorm.of(3))
        .then(new Op.Activate(Activation.SIGMOID))
        .then(new Op.Conv2d(4, 1, 1, 0, 1, true))
        .then(new Op.Scale())
        .end();
  }

  // Both with the batch's statistics and with the running ones.
  private static void assertAlike(Graph graph, int count) {
    Model model = new Model(graph, Weights.random(graph, 1));
    for (boolean learning : new boolean[] {true, false}) {
      List<Tensor> inputs =
          graph.inputs().stream().map(node -> Tensor.random(count, node.shape(), 2)).toList();
      List<Tensor> slopes =
          graph.outputs().stream().map(node -> Tensor.random(count, node.shape(), 3)).toList();
      Map<String, INDArray> right = gradients(model, learning, inputs, slopes);
      for (Differentiator ours : OURS) {
        // The BatchNorms' weights do not learn without their batch: compare what both have.
        try (TrainingSession session =
            ours.open(model, count, name -> !learning && isOfNorm(graph, name))) {
          session.forward(inputs);
          session.backward(slopes);
          assertTrue(session.learning().size() > 1);
          for (Parameter parameter : session.learning()) {
            assertClose(parameter, right, session.gradient(parameter.name()));
          }
        }
      }
    }
  }

  private static boolean isOfNorm(Graph graph, String parameter) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Op.BatchNorm)
        .anyMatch(node -> node.parameter("weight").equals(parameter));
  }

  // Within 1e-4 of the parameter's own gradient, or of all: some are nothing but rounding.
  private static void assertClose(
      Parameter parameter, Map<String, INDArray> right, float[] gradient) {
    INDArray array = right.get(parameter.name());
    assertEquals(parameter.shape(), Arrays.stream(array.shape()).mapToObj(n -> (int) n).toList());
    float[] expected = array.dup('c').data().asFloat();
    double distance = 0;
    double norm = 0;
    for (int i = 0; i < gradient.length; i++) {
      distance = Math.hypot(distance, gradient[i] - expected[i]);
      norm = Math.hypot(norm, expected[i]);
    }
    double all = 0;
    for (INDArray other : right.values()) {
      all = Math.hypot(all, other.norm2Number().doubleValue());
    }
    String found = parameter.name() + ": distance " + distance + " of " + norm + ", all " + all;
    assertTrue(distance <= 1e-4 * Math.max(norm, 0.01 * all), found);
  }

  // Those of the sum of slopes · outputs, of every parameter that is trained.
  private static Map<String, INDArray> gradients(
      Model model, boolean learning, List<Tensor> inputs, List<Tensor> slopes) {
    SameDiff network = learning ? SameDiffModel.learning(model) : SameDiffModel.of(model);
    Map<String, INDArray> batch = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      batch.put(model.graph().inputs().get(i).name(), array(inputs.get(i)));
    }
    SDVariable loss = network.constant(0f);
    for (int i = 0; i < slopes.size(); i++) {
      SDVariable slope = network.placeHolder("slope" + i, DataType.FLOAT, -1, -1, -1, -1);
      batch.put("slope" + i, array(slopes.get(i)));
      String output = model.graph().outputs().get(i).name();
      loss = loss.add(network.getVariable(output).mul(slope).sum());
    }
    network.setLossVariables(loss.name());
    List<String> trained =
        model.graph().parameters().stream()
            .filter(Parameter::trained)
            .map(Parameter::name)
            .toList();
    return network.calculateGradients(batch, trained);
  }

  private static INDArray array(Tensor tensor) {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    return Nd4j.create(tensor.data().clone(), shape, 'c');
  }
}
