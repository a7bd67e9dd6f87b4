package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.onnx.OnnxRuntimeExecutor;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.Executor;
import dev.riffle.run.Session;
import dev.riffle.run.nd4j.Nd4jExecutor;
import dev.riffle.run.planar.PlanarExecutor;
import dev.riffle.run.reference.ReferenceExecutor;
import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import dev.riffle.weights.WeightRules;
import dev.riffle.weights.file.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks against outputs of the original PyTorch code, on its own inputs and weights. */
class ParityTest {
  /** Absolute plus relative; what float32 needs of it is less than a fifth. */
  private static final double TOLERANCE = 1e-4;

  /**
   * Untrained, torchvision's network has maps whose numbers reach from 0 to 93. Small ones are
   * differences of large ones there, and in float32 they are off by up to 7e-6 of the largest, on
   * all executors alike. For these maps this share of the largest takes the absolute one's place.
   */
  private static final double OF_LARGEST = 2e-5;

  private static final Set<String> WIDE = Set.of("stage3", "stage4", "conv5");

  /** The node that yields what the original program calls so. */
  private static final Map<String, String> NANO_DET =
      Map.of(
          "backbone.stage2", "backbone.stage2.3.shuffle",
          "backbone.stage3", "backbone.stage3.7.shuffle",
          "backbone.stage4", "backbone.stage4.3.shuffle",
          "neck.p3", "fpn.top_down.0.sum",
          "neck.p4", "fpn.bottom_up.1.sum",
          "neck.p5", "fpn.bottom_up.2.sum");

  private static final List<String> NANO_DET_HEAD =
      List.of("head.gfl_cls.0", "head.gfl_cls.1", "head.gfl_cls.2");

  private static final Map<String, String> CLASSIFIER =
      Map.of(
          "maxpool", "maxpool",
          "stage2", "stage2.3.shuffle",
          "stage3", "stage3.7.shuffle",
          "stage4", "stage4.3.shuffle",
          "conv5", "conv5.2",
          "pooled", "pool",
          "logits", "fc");

  static Stream<Arguments> ways() {
    return Stream.of(
            new ReferenceExecutor(),
            new Nd4jExecutor(),
            new OnnxRuntimeExecutor(),
            new PlanarExecutor(1),
            new PlanarExecutor(2))
        .flatMap(executor -> Stream.of(true, false).map(fold -> Arguments.of(executor, fold)));
  }

  /** What the nodes of these names yield. */
  private static Map<String, Tensor> run(
      Executor executor, boolean fold, Model model, Collection<String> nodes, Tensor input) {
    Graph whole = model.at(new Shape(input.size(1), input.size(2), input.size(3))).graph();
    List<String> names = List.copyOf(nodes);
    List<Node> outputs = new ArrayList<>();
    for (String name : names) {
      outputs.add(
          whole.nodes().stream()
              .filter(node -> node.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no node is named " + name)));
    }
    Model all = new Model(new Graph(whole.inputs(), outputs), model.weights());
    Map<String, Tensor> found = new HashMap<>();
    try (Session session = executor.open(fold ? FoldBatchNorm.apply(all) : all)) {
      List<Tensor> tensors = session.run(List.of(input));
      for (int i = 0; i < names.size(); i++) {
        found.put(names.get(i), tensors.get(i));
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void nanoDetsFeaturesAndHeadAreTheOriginals(Executor executor, boolean fold) throws IOException {
    Model model = nanoDet("nanodet-m_320", "weights/nanodet_m.ckpt");
    List<String> nodes = new ArrayList<>(NANO_DET.values());
    nodes.addAll(NANO_DET_HEAD);
    List<String> pictures = List.of("000000051712", "000000000785", "000000011813");
    // ND4J takes seconds for the first run at each size.
    for (String picture : executor instanceof Nd4jExecutor ? pictures.subList(0, 1) : pictures) {
      StateDict expected =
          StateDict.read(
              Shared.path("fixtures/nanodet/nanodet_m_320_keepratio_" + picture + ".safetensors"));
      Tensor input = expected.get("input").toTensor();
      Map<String, Tensor> found = run(executor, fold, model, nodes, input);
      NANO_DET.forEach(
          (what, node) -> assertClose(what, expected.get(what).toTensor(), found.get(node)));
      assertClose("head", expected.get("head_raw").toTensor(), placeByPlace(found));
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theLargerNanoDetsHeadIsTheOriginals(Executor executor, boolean fold) throws IOException {
    StateDict expected =
        StateDict.read(
            Shared.path("fixtures/nanodet/nanodet_m_416_keepratio_000000011813_head.safetensors"));
    Model model = nanoDet("nanodet-m_416", "weights/nanodet_m_416.ckpt");
    Tensor input = expected.get("input").toTensor();
    Map<String, Tensor> found = run(executor, fold, model, NANO_DET_HEAD, input);
    assertClose("head", expected.get("head_raw").toTensor(), placeByPlace(found));
  }

  private static Model nanoDet(String name, String checkpoint) throws IOException {
    Experiment experiment = Zoo.read(name, List.of());
    StateDict dict = StateDict.read(Shared.path(checkpoint));
    return WeightRules.unused(experiment.unusedWeights()).fit(experiment.graph(), dict);
  }

  /** The head's levels [1, C, H, W] behind one another as [1, places, C]. */
  private static Tensor placeByPlace(Map<String, Tensor> found) {
    List<Tensor> levels = NANO_DET_HEAD.stream().map(found::get).toList();
    int channels = levels.get(0).size(1);
    int places = levels.stream().mapToInt(level -> level.size(2) * level.size(3)).sum();
    float[] data = new float[places * channels];
    int first = 0;
    for (Tensor level : levels) {
      int plane = level.size(2) * level.size(3);
      for (int c = 0; c < channels; c++) {
        for (int i = 0; i < plane; i++) {
          data[(first + i) * channels + c] = level.data()[c * plane + i];
        }
      }
      first += plane;
    }
    return new Tensor(data, 1, places, channels);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5x, shufflenet_v2_x0_5_100class, shufflenet_v2_x0_5_100class, 100, '', true",
    "1.0x, shufflenet_v2_x1_0_100class, shufflenet_v2_x0_5_100class, 100,"
        + " shufflenet_v2_x1_0_100class, false",
    "0.5x, shufflenet_v2_x0_5_10class, shufflenet_v2_x0_5_10class, 10, '', false",
    "0.5x, shufflenet_v2_x0_5_10class_legacy, shufflenet_v2_x0_5_10class, 10, '', false"
  })
  void theClassifiersFeaturesAndLogitsAreTorchvisions(
      String size, String weights, String input, int classes, String logits, boolean withFeatures)
      throws IOException {
    Experiment experiment = Zoo.read("shufflenetv2-" + size, List.of("head.classes=" + classes));
    StateDict dict = StateDict.read(Shared.path("fixtures/torchvision/" + weights + ".pth"));
    Model model = WeightRules.unused(List.of()).fit(experiment.graph(), dict);
    Tensor batch = reference(input).get("input").toTensor();
    Map<String, StoredTensor> expected = reference(logits.isEmpty() ? input : logits).tensors();
    Map<String, String> compared = new HashMap<>(CLASSIFIER);
    compared.keySet().retainAll(expected.keySet());
    assertEquals(withFeatures ? 7 : 1, compared.size(), () -> "compared " + compared);
    ways()
        .map(Arguments::get)
        .forEach(
            way -> {
              Map<String, Tensor> found =
                  run((Executor) way[0], (boolean) way[1], model, compared.values(), batch);
              compared.forEach(
                  (what, node) -> {
                    Tensor right = expected.get(what).toTensor();
                    double absolute = WIDE.contains(what) ? OF_LARGEST * largest(right) : TOLERANCE;
                    assertClose(what, right, found.get(node), absolute);
                  });
            });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void mobileNetsLogitsAreTorchvisions(Executor executor, boolean fold) throws IOException {
    Experiment experiment = Zoo.read("mobilenetv2-1.0", List.of("head.classes=100"));
    StateDict dict = StateDict.read(Shared.path("fixtures/torchvision/mobilenet_v2_100class.pth"));
    Model model = WeightRules.unused(experiment.unusedWeights()).fit(experiment.graph(), dict);
    StateDict reference = reference("mobilenet_v2_100class");
    Tensor expected = reference.get("logits").toTensor();
    Tensor batch = reference.get("input").toTensor();
    String logits = "classifier.1";
    assertEquals(100, expected.data().length);
    assertClose(logits, expected, run(executor, fold, model, List.of(logits), batch).get(logits));
  }

  /** Weights that were trained, on real pictures; their labels in the original's order. */
  @ParameterizedTest
  @MethodSource("ways")
  void theImageNetClassifiersLogitsAreTheOriginals(Executor executor, boolean fold)
      throws IOException {
    StateDict dict =
        StateDict.read(
            Shared.path("fixtures/imagenet/shufflenet_v2_x1_0_imagenet_dequantised.safetensors"));
    StateDict reference = StateDict.read(Shared.path("fixtures/imagenet/reference.safetensors"));
    JsonArray pictures =
        JsonParser.parseString(Files.readString(Shared.path("fixtures/imagenet/images.json")))
            .getAsJsonArray();
    Graph graph = Zoo.read("shufflenetv2-1.0x", List.of()).graph();
    Model model = WeightRules.unused(List.of()).fit(graph, dict);
    Tensor batch = normalised(reference.get("crops_rgb_u8_first10"));
    Tensor found = run(executor, fold, model, List.of("fc"), batch).get("fc");
    float[] expected = reference.get("logits").toTensor().data(); // of 20 pictures
    assertEquals(10 * 1000, found.data().length);
    assertClose("logits", new Tensor(Arrays.copyOf(expected, 10 * 1000), 10, 1000), found);
    for (int i = 0; i < 10; i++) {
      List<Integer> best = new ArrayList<>();
      for (JsonElement one : pictures.get(i).getAsJsonObject().getAsJsonArray("top5")) {
        best.add(one.getAsJsonObject().get("index").getAsInt());
      }
      int picture = i;
      assertEquals(
          best,
          IntStream.range(0, 1000)
              .boxed()
              .sorted(Comparator.comparing(c -> -found.data()[picture * 1000 + c]))
              .limit(5)
              .toList());
    }
  }

  /** Bytes [N, H, W, 3], red first, as ImageNet's classifiers want them: [N, 3, H, W]. */
  private static Tensor normalised(StoredTensor crops) {
    float[] mean = {0.485f, 0.456f, 0.406f};
    float[] std = {0.229f, 0.224f, 0.225f};
    int[] shape = crops.shape();
    int plane = shape[1] * shape[2];
    float[] bytes = crops.toTensor().data();
    float[] data = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int c = i % 3;
      int picture = i / 3 / plane;
      int place = i / 3 % plane;
      data[(picture * 3 + c) * plane + place] = (bytes[i] / 255 - mean[c]) / std[c];
    }
    return new Tensor(data, shape[0], 3, shape[1], shape[2]);
  }

  private static StateDict reference(String name) throws IOException {
    return StateDict.read(Shared.path("fixtures/torchvision/" + name + "_reference.safetensors"));
  }

  /** Compares the first pictures of a batch, as many as are expected. */
  private static void assertClose(String what, Tensor expected, Tensor found) {
    assertClose(what, expected, found, TOLERANCE);
  }

  private static void assertClose(String what, Tensor expected, Tensor found, double absolute) {
    float[] e = expected.data();
    float[] f = found.data();
    for (int axis = 1; axis < Math.max(expected.rank(), found.rank()); axis++) {
      assertEquals(length(expected, axis), length(found, axis), what + ", axis " + axis);
    }
    for (int i = 0; i < e.length; i++) {
      double allowed = absolute + TOLERANCE * Math.abs(e[i]);
      assertTrue(Math.abs(e[i] - f[i]) <= allowed, what + "[" + i + "]: " + e[i] + " and " + f[i]);
    }
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (float number : tensor.data()) {
      largest = Math.max(largest, Math.abs(number));
    }
    return largest;
  }

  private static int length(Tensor tensor, int axis) {
    return axis < tensor.rank() ? tensor.size(axis) : 1;
  }
}
