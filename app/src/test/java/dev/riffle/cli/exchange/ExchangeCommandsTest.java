package dev.riffle.cli.exchange;

import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands;
import dev.riffle.cli.Commands.Outcome;
import dev.riffle.cli.Commands.Tiny;
import dev.riffle.experiment.Zoo;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.onnx.read.OnnxReader;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import dev.riffle.testing.Shared;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code export} and {@code import}, and files of other programs wherever weights are named. */
class ExchangeCommandsTest {
  @TempDir Path folder;

  private String detections(Path config, Path weights) throws IOException {
    Path picture = Commands.picture(folder.resolve("12.png"), 90, 70);
    Path json = folder.resolve("found.json");
    Outcome outcome =
        run(
            "detect",
            picture.toString(),
            "--model",
            config.toString(),
            "--weights",
            weights.toString(),
            "--score",
            "0.01",
            "--json",
            json.toString());
    assertEquals(0, outcome.status(), outcome.err());
    return Files.readString(json);
  }

  @Test
  void anExportedModelFindsTheSame() throws IOException {
    Tiny tiny = Commands.tiny(folder);
    String before = detections(tiny.config(), tiny.weights());
    assertTrue(before.contains("bbox"), before);
    for (String name : new String[] {"a.onnx", "a.safetensors"}) {
      Path file = folder.resolve(name);
      Outcome outcome =
          run(
              "export",
              "--model",
              tiny.config().toString(),
              "--weights",
              tiny.weights().toString(),
              "--to",
              file.toString());
      assertEquals(0, outcome.status(), outcome.err());
      assertEquals("tiny -> " + file, outcome.out().strip());
      assertEquals(before, detections(tiny.config(), file), name);
    }
  }

  @Test
  void anExportedSameDiffYieldsTheSame() throws IOException {
    Tiny tiny = Commands.tiny(folder);
    Path file = folder.resolve("a.fb");
    Outcome outcome =
        run(
            "export",
            "--model",
            tiny.config().toString(),
            "--weights",
            tiny.weights().toString(),
            "--to",
            file.toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals("", outcome.err());
    assertEquals("tiny -> " + file, outcome.out().strip());
    Graph graph = Zoo.read(tiny.config().toString(), List.of()).graph();
    Tensor batch = Tensor.random(2, graph.inputs().get(0).shape(), 3);
    List<String> names = graph.outputs().stream().map(Node::name).toList();
    Map<String, INDArray> found =
        SameDiff.load(file.toFile(), false)
            .output(
                Map.of(
                    graph.inputs().get(0).name(),
                    Nd4j.create(batch.data(), new long[] {2, 3, 64, 64}, 'c')),
                names);
    Model model = new Model(graph, Safetensors.read(tiny.weights()).weights());
    try (Session session = new ReferenceExecutor().open(model)) {
      List<Tensor> expected = session.run(List.of(batch));
      for (int i = 0; i < names.size(); i++) {
        float[] numbers = found.get(names.get(i)).dup('c').data().asFloat();
        float most = 0;
        for (float number : expected.get(i).data()) {
          most = Math.max(most, Math.abs(number));
        }
        assertArrayEquals(expected.get(i).data(), numbers, 1e-5f * most, names.get(i));
      }
    }
  }

  @Test
  void exportsSayWhatTheyNeedAndGive() throws IOException {
    Tiny tiny = Commands.tiny(folder);
    Path file = folder.resolve("a.onnx");
    run(
        "export",
        "--model",
        tiny.config().toString(),
        "--weights",
        tiny.weights().toString(),
        "--to",
        file.toString());
    Map<String, String> words = OnnxReader.read(file).metadata();
    assertEquals("tiny", words.get("model"));
    assertEquals("detection", words.get("task"));
    assertEquals("64", words.get("input.width"));
    assertEquals("BGR", words.get("input.order"));
    assertEquals("KEEP_RATIO", words.get("input.fit"));
    assertEquals("[103.53,116.28,123.675]", words.get("input.mean"));
    assertEquals("[57.375,57.12,58.395]", words.get("input.std"));
    assertEquals("[8,16,32]", words.get("strides"));
    assertEquals("7", words.get("reg_max"));
    assertEquals("0.5", words.get("centre_offset"));
    JsonArray classes = JsonParser.parseString(words.get("classes")).getAsJsonArray();
    JsonArray ids = JsonParser.parseString(words.get("category_ids")).getAsJsonArray();
    assertEquals(80, classes.size());
    assertEquals("toothbrush", classes.get(79).getAsString());
    assertEquals(90, ids.get(79).getAsInt());
  }

  @Test
  void importedWeightsAreTheModels() throws IOException {
    Path to = folder.resolve("m.safetensors");
    Path from = Shared.path("weights/nanodet_m.ckpt");
    Outcome outcome =
        run(
            "import",
            "--model",
            "nanodet-m_320",
            "--weights",
            from.toString(),
            "--to",
            to.toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals(from + ": all 347 arrays of nanodet-m_320 -> " + to, outcome.out().strip());
    StateDict written = Safetensors.read(to);
    assertEquals(347, written.tensors().size());
    assertEquals("nanodet-m_320", written.metadata().get("model"));
  }

  private Path weightsOf(String model) throws IOException {
    Path file = folder.resolve(model + ".safetensors");
    Graph graph = Zoo.read(model, List.of()).graph();
    Safetensors.write(file, Weights.random(graph, 3).tensors(), Map.of());
    return file;
  }

  private Outcome reorder(String from, String model, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("import", "--from", from, "--weights", weightsOf(from).toString()));
    args.addAll(List.of("--model", model, "--to", folder.resolve("b.safetensors").toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  /** Reordered weights are the other variant's; what is not exact is refused with numbers. */
  @Test
  void weightsOfAVariantAreReordered() throws IOException {
    String megvii = "shufflenetv2-0.5x-megvii";
    String[] input = {
      "--set", "input.order=BGR", "--set", "input.mean=[0,0,0]", "--set", "input.std=[1,1,1]"
    };
    Outcome outcome = reorder(megvii, "shufflenetv2-0.5x", input);
    assertEquals(0, outcome.status(), outcome.err());
    StateDict written = Safetensors.read(folder.resolve("b.safetensors"));
    assertTrue(written.tensors().containsKey("stage2.0.branch1.2.weight"));
    assertEquals("BGR", written.metadata().get("input.order"));
    String other = reorder(megvii, "shufflenetv2-0.5x").complaint(1);
    assertTrue(other.contains("expected input BGR, mean [0.0, 0.0, 0.0]"), other);
    assertTrue(other.contains("found RGB, mean [123.675"), other);
    String wider = reorder("shufflenetv2-1.0x-megvii", "shufflenetv2-1.0x", input).complaint(1);
    assertTrue(wider.contains("do not fit shufflenetv2-1.0x: features.0.branch_proj.2 24x"), wider);
    assertTrue(wider.contains("stage2.0.branch1.2 58x"), wider);
  }

  /**
   * The whole validation set is published at 27.0, and NanoDet-m at 20.6, of which these pictures
   * give 24.3: they are a little easier.
   */
  @Test
  void nanoDetPlusReachesItsPublishedPrecision() throws IOException {
    Path json = folder.resolve("figures.json");
    Outcome outcome =
        run(
            "eval",
            "--model",
            "nanodet-plus-m_320",
            "--weights",
            Shared.path("weights/nanodet-plus-m_320.param").toString(),
            "--annotations",
            Shared.path("fixtures/coco/instances_dev.json").toString(),
            "--images",
            Shared.path("fixtures/coco/val").toString(),
            "--executor",
            "nd4j",
            "--json",
            json.toString());
    assertEquals(0, outcome.status(), outcome.err());
    JsonObject figures = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertEquals(0.309, figures.getAsJsonArray("stats").get(0).getAsDouble(), 0.002);
  }

  @Test
  void whatCannotBeDoneIsSaidInALine() throws IOException {
    Tiny tiny = Commands.tiny(folder);
    String weights = tiny.weights().toString();
    assertEquals(
        "riffle: --to: expected a name in .onnx, .fb or .safetensors, found a.pth"
            + " (riffle export --help tells more)",
        run("export", "--weights", weights, "--to", "a.pth").complaint(2));
    assertEquals(
        "riffle: --to: expected a name in .safetensors, found a.onnx"
            + " (riffle import --help tells more)",
        run("import", "--weights", weights, "--to", "a.onnx").complaint(2));
    assertEquals(
        "riffle: --weights: expected a file (riffle import --help tells more)",
        run("import", "--to", "a.safetensors").complaint(2));
    assertEquals(
        "riffle: --decoded: expected a detector and --to a name in .onnx"
            + " (riffle export --help tells more)",
        run("export", "--model", "shufflenetv2-0.5x", "--decoded", "--to", "a.onnx").complaint(2));
    byte[] before = Files.readAllBytes(tiny.weights());
    String complaint =
        run("export", "--model", tiny.config().toString(), "--weights", weights, "--to", weights)
            .complaint(1);
    assertTrue(complaint.contains("is what is read"), complaint);
    assertEquals(before.length, Files.size(tiny.weights()));
    Path other = Files.writeString(folder.resolve("other.onnx"), "no model");
    Path to = folder.resolve("to.safetensors");
    run("import", "--weights", other.toString(), "--to", to.toString()).complaint(1);
    assertFalse(Files.exists(to));
  }
}
