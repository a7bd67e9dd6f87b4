package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.backbone.ShuffleNetV2;
import dev.riffle.backbone.ShuffleNetV2.Size;
import dev.riffle.cost.Cost;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Shape;
import dev.riffle.neck.Pan;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.nd4j.Nd4jExecutor;
import dev.riffle.run.nd4j.Nd4jSession;
import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import dev.riffle.weights.WeightRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the README shows. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");

  /** What stands between the fences of the only block in that language. */
  private static String block(String language) throws IOException {
    List<String> blocks =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(README))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(1, blocks.size(), "blocks of " + language);
    return blocks.get(0);
  }

  private static String withoutIndents(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  /** The README's Java example, its lines as they stand there. */
  @Test
  void aBackboneGivesItsStagesAsArrays() throws IOException {
    Path file = Shared.path("weights/nanodet_m.ckpt");
    List<String> shapes = new ArrayList<>();
    Graph graph = new ShuffleNetV2(Size.X1_0).withActivation(Activation.LEAKY_RELU).graph(320, 320);
    StateDict checkpoint = StateDict.read(file).under("model.backbone.");
    Model model = FoldBatchNorm.apply(WeightRules.unused(List.of()).fit(graph, checkpoint));
    try (Nd4jSession session = new Nd4jExecutor().open(model);
        INDArray picture = Nd4j.rand(DataType.FLOAT, 1, 3, 320, 320)) {
      for (INDArray stage : session.run(picture)) {
        shapes.add(Arrays.toString(stage.shape()));
      }
    }
    assertEquals(List.of("[1, 116, 40, 40]", "[1, 232, 20, 20]", "[1, 464, 10, 10]"), shapes);
  }

  /** Only where the file lies and where the shapes go differ from the test above. */
  @Test
  void theJavaExampleIsTheOneThatIsTested() throws IOException {
    String shown =
        block("java")
            .replace("Path.of(\"nanodet_m.ckpt\")", "file")
            .replace("System.out.println(", "shapes.add(")
            .replace(" // [1, 116, 40, 40], [1, 232, 20, 20], ...", "");
    String source =
        Files.readString(Path.of("src/test/java/dev/riffle/experiment/ReadmeTest.java"));
    String tested = withoutIndents(source);
    assertTrue(tested.contains(withoutIndents(shown)), () -> "not tested as it stands:\n" + shown);
  }

  @Test
  void theConfigExampleIsAnExperiment(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), block("json"));
    Experiment mine = Zoo.read(file.toString(), List.of());
    assertEquals("mine", mine.name());
    assertEquals(Size.X1_5, ((ShuffleNetV2) mine.backbone()).size());
    assertEquals(128, ((Pan) mine.neck().orElseThrow()).channels());
    assertTrue(mine.weights().isEmpty());
    assertEquals(new Shape(112, 40, 40), mine.graph().outputs().get(0).shape());
    String change = "head.stackedConvs=3";
    assertTrue(Files.readString(README).contains("--set " + change));
    Graph deeper = Zoo.read(file.toString(), List.of(change)).graph();
    assertTrue(deeper.parameterCount() > mine.graph().parameterCount());
  }

  /** The table shows a part of the zoo; {@code riffle models} lists it all. */
  @Test
  void theTableOfModelsSaysWhatTheZooSays() throws IOException {
    List<String> rows =
        Files.readAllLines(README).stream()
            .filter(line -> line.matches("\\| `.*` \\| \\d+ \\|.*"))
            .toList();
    assertTrue(rows.size() >= 8, rows.toString());
    for (String row : rows) {
      Experiment experiment = Zoo.read(row.split("`")[1], List.of());
      Graph graph = experiment.graph();
      String expected =
          String.format(
              "| `%s` | %d | %,d | %.0f M | %.1f",
              experiment.name(),
              experiment.input().width(),
              graph.parameterCount(),
              Cost.of(graph).macs() / 1e6,
              experiment.published().orElseThrow().percent());
      assertTrue(row.startsWith(expected), row + " and " + expected);
      String weights = "| `" + experiment.weights().orElseThrow().fileName() + "` |";
      assertTrue(row.endsWith(weights), row + " and " + weights);
    }
  }
}
