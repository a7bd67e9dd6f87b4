package dev.riffle.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.testing.Shared;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightRulesTest {
  private static final WeightRules RULES = WeightRules.unused(List.of("head.*.reg.*", "aux_*"));

  // stem.0.weight [4, 3, 3, 3]; stem.1.weight, bias, running_mean, running_var [4]
  private static Graph graph() {
    Node input = Scope.root().input("input", new Shape(3, 8, 8));
    Node end =
        Scope.root()
            .in("stem")
            .chain(input)
            .then(Op.Conv2d.dense(4, 3, 1))
            .then(Op.BatchNorm.DEFAULT)
            .end();
    return new Graph(List.of(input), List.of(end));
  }

  private static Map<String, Tensor> tensors(String prefix) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Weights.random(graph(), 1).tensors().forEach((name, t) -> tensors.put(prefix + name, t));
    tensors.put(prefix + "stem.1.num_batches_tracked", new Tensor(new float[] {7}));
    return tensors;
  }

  private static StateDict dict(Map<String, Tensor> tensors) {
    return StateDict.of("w.pth", tensors);
  }

  private static WeightMismatchException misfit(Map<String, Tensor> tensors) {
    return assertThrows(WeightMismatchException.class, () -> RULES.fit(graph(), dict(tensors)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "model.",
        "module.",
        "model.module.",
        "module.model.",
        "avg_model.",
        "model.avg_model.",
        "state_dict."
      })
  void aPrefixIsFound(String prefix) throws IOException {
    Model model = RULES.fit(graph(), dict(tensors(prefix)));
    assertArrayEquals(
        Weights.random(graph(), 1).get("stem.0.weight").data(),
        model.weights().get("stem.0.weight").data());
    assertEquals(5, model.weights().names().size());
  }

  @Test
  void theAverageBesideTheModelIsNotUnexpected() throws IOException {
    Map<String, Tensor> both = tensors("model.");
    tensors("").forEach((name, t) -> both.put("avg_model." + name, new Tensor(new float[1], 1)));
    assertEquals(5, RULES.fit(graph(), dict(both)).weights().names().size());
    assertBias(both, tensors("").get("stem.1.bias"));
  }

  /** It is what a training program evaluates, and what NanoDet takes of its own checkpoints. */
  @ParameterizedTest
  @ValueSource(strings = {"avg_model.", "model.avg_model.", "ema_model.", "model_ema."})
  void theAverageIsTakenBeforeTheModel(String prefix) throws IOException {
    Map<String, Tensor> both = tensors("model.");
    both.put("optimizer.first.stem.1.bias", new Tensor(new float[4], 4));
    Tensor average = new Tensor(new float[] {1, 2, 3, 4}, 4);
    tensors("").forEach((name, tensor) -> both.put(prefix + name, tensor));
    both.put(prefix + "stem.1.bias", average);
    assertBias(both, average);
    both.remove("model.stem.1.bias");
    assertBias(both, average);
  }

  private static void assertBias(Map<String, Tensor> tensors, Tensor expected) throws IOException {
    Weights found = RULES.fit(graph(), dict(tensors)).weights();
    assertEquals(5, found.names().size());
    assertArrayEquals(expected.data(), found.get("stem.1.bias").data());
  }

  @Test
  void deadWeightIsDeclared() throws IOException {
    Map<String, Tensor> tensors = tensors("model.");
    tensors.put("model.head.3.reg.0.weight", new Tensor(new float[2], 2));
    tensors.put("model.aux_fpn.x", new Tensor(new float[2], 2));
    assertTrue(RULES.report(graph(), dict(tensors)).complete());
    tensors.put("model.head.reg.weight", new Tensor(new float[2], 2));
    tensors.put("model.my_aux_fpn", new Tensor(new float[2], 2));
    assertEquals(
        List.of("model.head.reg.weight", "model.my_aux_fpn"),
        misfit(tensors).report().unexpected());
  }

  @Test
  void whatDiffersIsToldInOneLine() {
    Map<String, Tensor> tensors = tensors("model.");
    tensors.remove("model.stem.1.bias");
    tensors.put("model.stem.0.weight", new Tensor(new float[27], 1, 3, 3, 3));
    tensors.put("model.fc", new Tensor(new float[1], 1));
    tensors.put("optimizer", new Tensor(new float[1], 1));
    WeightMismatchException e = misfit(tensors);
    assertEquals(
        "w.pth does not fit: 1 of 5 arrays missing (stem.1.bias), 1 of another shape"
            + " (stem.0.weight: expected [4, 3, 3, 3], found [1, 3, 3, 3]),"
            + " 2 unexpected (model.fc, optimizer)",
        e.getMessage());
    assertEquals(
        List.of("stem.1.weight", "stem.1.running_mean", "stem.1.running_var"), e.report().loaded());
  }

  @Test
  void onlyTheFirstNamesAreTold() {
    assertEquals(
        "w.pth does not fit: 5 of 5 arrays missing (stem.0.weight, stem.1.weight, stem.1.bias, …)",
        misfit(Map.of()).getMessage());
    assertEquals(
        "all 2 arrays loaded",
        new WeightReport(List.of("a", "b"), List.of(), List.of(), List.of()).message());
  }

  @Test
  void aNumberIsNoArrayOfOne() {
    Map<String, Tensor> tensors = tensors("");
    tensors.put("stem.1.bias", new Tensor(new float[4], 4, 1));
    assertEquals(
        List.of(new WeightReport.Mismatch("stem.1.bias", List.of(4), List.of(4, 1))),
        misfit(tensors).report().mismatched());
  }

  /** PyTorch's transformers have linear layers where there are 1×1 convolutions here. */
  @Test
  void aLinearLayersTableIsAPointwiseConvolutions() throws IOException {
    Node x = Scope.root().input("x", new Shape(3, 8, 8));
    Node conv = Scope.root().node("fc", Op.Conv2d.pointwise(2), x);
    Graph pointwise = new Graph(List.of(x), List.of(conv));
    Tensor table = new Tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor found =
        RULES.fit(pointwise, dict(Map.of("fc.weight", table))).weights().get("fc.weight");
    assertEquals("float32[2, 3, 1, 1]", found.toString());
    assertArrayEquals(table.data(), found.data());
    Tensor turned = new Tensor(table.data(), 3, 2);
    assertThrows(
        WeightMismatchException.class,
        () -> RULES.fit(pointwise, dict(Map.of("fc.weight", turned))));
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    for (float number : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      Map<String, Tensor> tensors = tensors("model.");
      tensors.put("model.stem.1.bias", new Tensor(new float[] {0, 1, number, 2}, 4));
      var e = assertThrows(CheckpointException.class, () -> RULES.fit(graph(), dict(tensors)));
      assertEquals("w.pth: stem.1.bias holds " + number + " in float32", e.getMessage());
    }
  }

  @Test
  void theFirstConvolutionOfNanoDetFits() throws IOException {
    Node input = Scope.root().input("input", new Shape(3, 8, 8));
    Node end =
        Scope.root()
            .in("backbone.conv1")
            .chain(input)
            .then(Op.Conv2d.dense(24, 3, 2))
            .then(Op.BatchNorm.DEFAULT)
            .end();
    Graph graph = new Graph(List.of(input), List.of(end));
    StateDict dict = StateDict.read(Shared.path("weights/nanodet_m.ckpt"));
    WeightRules rules = WeightRules.unused(List.of("backbone.stage*", "fpn.*", "head.*"));
    Model model = rules.fit(graph, dict);
    assertEquals(-0.33511204f, model.weights().get("backbone.conv1.0.weight").data()[647]);
    WeightReport report =
        WeightRules.unused(List.of("backbone.stage*", "fpn.*")).report(graph, dict);
    assertEquals(5, report.loaded().size());
    assertTrue(report.unexpected().stream().allMatch(name -> name.startsWith("model.head.")));
  }
}
