package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.assign.Atss;
import dev.riffle.assign.DynamicSoftLabel;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.head.Classifier;
import dev.riffle.head.DetectionHead;
import dev.riffle.loss.AtssLoss;
import dev.riffle.loss.DetectionLoss;
import dev.riffle.loss.LossWeights;
import dev.riffle.loss.SoftLabelLoss;
import dev.riffle.loss.term.BoxOverlap;
import dev.riffle.weights.StateDict;
import dev.riffle.weights.WeightMismatchException;
import dev.riffle.weights.WeightRules;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backbones, necks and heads in other company than that in which they were published. */
class CompositionTest {

  private static Experiment detector(String classifier) {
    Experiment nanoDet = Zoo.read("nanodet-m_320", List.of());
    return new Experiment(
        "made",
        nanoDet.input(),
        Zoo.read(classifier, List.of()).backbone(),
        nanoDet.neck(),
        nanoDet.head(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static List<String> classifiers() {
    return Zoo.names().stream()
        .filter(name -> Zoo.read(name, List.of()).head() instanceof Classifier)
        .filter(name -> !name.matches("alexnet|squeezenet-.*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void everyBackboneOfStrides8To32CarriesADetector(String name) {
    assertEquals(
        List.of(new Shape(112, 40, 40), new Shape(112, 20, 20), new Shape(112, 10, 10)),
        detector(name).graph().outputs().stream().map(node -> node.shape()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alexnet", "squeezenet-1.0"})
  void mapsThatAreNotHalvesAreRefused(String name) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> detector(name).graph()).getMessage();
    assertTrue(message.startsWith("fpn.top_down.1.sum: addends differ"), message);
  }

  @Test
  void headsLearnByTheLossesOfTheirPublicationsUnlessToldOtherwise() {
    LossWeights weights = new LossWeights(1, 2, 0.25, BoxOverlap.GIOU);
    assertEquals(new AtssLoss(new Atss(9, 5), weights), loss("nanodet-m_320"));
    assertEquals(
        new SoftLabelLoss(new DynamicSoftLabel(13, 3), weights), loss("nanodet-plus-m_320"));
    assertEquals(
        new AtssLoss(new Atss(9, 8), new LossWeights(1, 2, 0.25, BoxOverlap.CIOU)),
        loss(
            "nanodet-m_320",
            "head.loss.assigner.octaveBaseScale=8",
            "head.loss.weights.overlap=CIOU"));
    assertEquals(
        new SoftLabelLoss(new DynamicSoftLabel(13, 3), weights),
        loss("nanodet-m_320", "head.loss={\"type\": \"SoftLabelLoss\"}"));
  }

  private static DetectionLoss loss(String name, String... changes) {
    return ((DetectionHead) Zoo.read(name, List.of(changes)).head()).loss();
  }

  /** What training leaves is the whole: the network, the branch beside it, and a buffer. */
  @Test
  void theNetworkThatLearnsTakesAWholeCheckpoint() throws IOException {
    Experiment experiment = Zoo.read("nanodet-plus-m_320", List.of());
    Graph graph = experiment.trainingGraph(false);
    Map<String, Tensor> stored = new LinkedHashMap<>(Weights.random(graph, 1).tensors());
    stored.put("head.distribution_project.project", new Tensor(new float[8], 8));
    WeightRules rules = WeightRules.unused(experiment.unusedWeights());
    Model whole = rules.fit(graph, StateDict.of("a file", stored));
    assertEquals(stored.size() - 1, whole.weights().names().size());
    Model network = rules.fit(experiment.graph(), StateDict.of("a file", stored));
    assertEquals(experiment.graph().parameters().size(), network.weights().names().size());
  }

  /** PyTorch's linear layers have two axes; a 1×1 convolution's last two are of length 1. */
  @Test
  void aCheckpointOfNanoDetTFits() throws IOException {
    Experiment experiment = Zoo.read("nanodet-t_320", List.of());
    Graph graph = experiment.graph();
    Map<String, Tensor> stored = new LinkedHashMap<>();
    Weights.random(graph, 1)
        .tensors()
        .forEach(
            (name, tensor) -> {
              boolean isLinear = name.matches(".*[.](attn|mlp)[.].*weight");
              int[] shape = isLinear ? Arrays.copyOf(tensor.shape(), 2) : tensor.shape();
              stored.put(name, new Tensor(tensor.data(), shape));
            });
    assertTrue(stored.get("fpn.transformer.encoders.0.attn.in_proj_weight").hasShape(384, 128));
    stored.put("fpn.transformer.linear.weight", new Tensor(new float[128 * 128], 128, 128));
    stored.put("fpn.transformer.linear.bias", new Tensor(new float[128], 128));
    WeightRules rules = WeightRules.unused(experiment.unusedWeights());
    Model model = rules.fit(graph, StateDict.of("a file", stored));
    assertEquals(stored.size() - 2, model.weights().names().size());
    Graph larger = Zoo.read("nanodet-t_320", List.of("input.width=416")).graph();
    String message =
        assertThrows(
                WeightMismatchException.class,
                () -> rules.fit(larger, StateDict.of("a file", stored)))
            .getMessage();
    assertTrue(message.contains("fpn.pos_embed"), message);
  }

  /** As a training program leaves it: a second neck and head, and a buffer. */
  @Test
  void aCheckpointOfPlusMayHoldWhatOnlyTrainingHas() throws IOException {
    Experiment experiment = Zoo.read("nanodet-plus-m_320", List.of());
    Graph graph = experiment.graph();
    Map<String, Tensor> stored = new LinkedHashMap<>(Weights.random(graph, 1).tensors());
    Tensor one = new Tensor(new float[] {1}, 1);
    stored.put("aux_fpn.reduce_layers.0.conv.weight", one);
    stored.put("aux_head.scales.0.scale", one);
    stored.put("head.distribution_project.project", one);
    WeightRules rules = WeightRules.unused(experiment.unusedWeights());
    Model model = rules.fit(graph, StateDict.of("a file", stored));
    assertEquals(graph.parameters().size(), model.weights().names().size());
    stored.put("head.gfl_reg.0.weight", one);
    assertThrows(
        WeightMismatchException.class, () -> rules.fit(graph, StateDict.of("a file", stored)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"predict_14.fc.weight", "features.1.3b.se_block.0.weight"})
  void aCheckpointOfLargeMayHoldWhatOnlyTrainingHas(String name) {
    List<String> unused = Zoo.read("shufflenetv2-large", List.of()).unusedWeights();
    assertTrue(unused.stream().anyMatch(pattern -> name.matches(pattern.replace("*", ".*"))), name);
  }
}
