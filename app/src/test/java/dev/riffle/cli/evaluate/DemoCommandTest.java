package dev.riffle.cli.evaluate;

import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands.Outcome;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.Zoo;
import dev.riffle.graph.Weights;
import dev.riffle.image.Picture;
import dev.riffle.shapes.draw.Scene;
import dev.riffle.shapes.draw.ShapeKind;
import dev.riffle.store.PackedWeights;
import dev.riffle.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private Path folder;

  /** Random weights of the demo's network, which find something and nothing right. */
  private Path weights() throws IOException {
    Experiment experiment = Zoo.read("shapes", List.of());
    Path file = folder.resolve("random.safetensors");
    Safetensors.write(file, Weights.random(experiment.graph(), 3).tensors(), Map.of());
    return file;
  }

  private JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  @Test
  void scenesAreDrawnLookedAtAndEvaluated() throws IOException {
    Path out = folder.resolve("out");
    Path report = folder.resolve("report.json");
    Outcome outcome =
        run(
            "demo",
            "--weights",
            weights().toString(),
            "--scenes",
            "14",
            "--out",
            out.toString(),
            "--json",
            report.toString());
    assertEquals(0, outcome.status(), outcome.err());
    for (ShapeKind kind : ShapeKind.values()) {
      assertTrue(outcome.out().contains("\n" + kind + " "), outcome.out());
    }
    assertTrue(outcome.out().contains("14 scenes that training has not seen"), outcome.out());
    JsonObject found = json(report);
    assertEquals(14, found.get("scenes").getAsInt());
    long objects = 0;
    for (int i = 0; i < 14; i++) {
      objects += Scene.draw(Scene.HELD_OUT + i).objects().size();
    }
    assertEquals(objects, found.get("objects").getAsLong());
    assertEquals(12, found.getAsJsonArray("stats").size());
    assertEquals(10, found.getAsJsonArray("perCategory").size());
    assertTrue(found.getAsJsonArray("stats").get(0).getAsDouble() < 0.1);
    try (Stream<Path> pictures = Files.list(out)) {
      assertEquals(12, pictures.count());
    }
    try (Picture picture = Picture.read(out.resolve("shapes-01.png"))) {
      assertEquals(2 * Scene.draw(Scene.HELD_OUT).width(), picture.width());
    }
  }

  /** What the demo says of its scenes is what eval says of the same ones, written as a data set. */
  @Test
  void theDataSetGivesTheSameFigures() throws IOException {
    String weights = weights().toString();
    Path made = folder.resolve("made");
    Outcome written = run("demo", "--make", made.toString(), "--scenes", "6", "--seed", "77");
    assertEquals(0, written.status(), written.err());
    String annotations = made.resolve("annotations.json").toString();
    String images = made.resolve("images").toString();
    Outcome checked = run("check", annotations, "--images", images);
    assertEquals(0, checked.status(), checked.out());
    assertTrue(checked.out().contains("6 images"), checked.out());
    Path evaluated = folder.resolve("eval.json");
    Outcome eval =
        run(
            "eval",
            "--model",
            "shapes",
            "--weights",
            weights,
            "--annotations",
            annotations,
            "--images",
            images,
            "--json",
            evaluated.toString());
    assertEquals(0, eval.status(), eval.err());
    Path shown = folder.resolve("demo.json");
    Outcome demo =
        run(
            "demo",
            "--weights",
            weights,
            "--scenes",
            "6",
            "--seed",
            "77",
            "--out",
            folder.resolve("out").toString(),
            "--json",
            shown.toString());
    assertEquals(0, demo.status(), demo.err());
    assertFalse(demo.out().contains("not seen"), demo.out());
    JsonArray expected = json(evaluated).getAsJsonArray("stats");
    assertEquals(expected, json(shown).getAsJsonArray("stats"));
  }

  @Test
  void aFolderInUseIsNotWrittenTo() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");
    String line = run("demo", "--make", folder.toString(), "--scenes", "1").complaint(1);
    assertTrue(line.contains(folder + ": is not empty"), line);
    assertEquals("mine", Files.readString(mine));
  }

  @Test
  void wrongUsageIsRefused() {
    assertTrue(run("demo", "--scenes", "0").complaint(2).contains("--scenes: expected 1 to"));
    assertTrue(run("demo", "--seed", "-1").complaint(2).contains("--seed: expected 0 to"));
    String line = run("demo", "--make", "x", "--json", "-").complaint(2);
    assertTrue(line.contains("--make only draws"), line);
  }

  /** With its model the application finds shapes, without it says so. */
  @Test
  void theModelInsideIsUsedOrMissed() {
    String out = folder.resolve("out").toString();
    if (new PackedWeights().has("shapes")) {
      Outcome outcome = run("demo", "--scenes", "20", "--out", out);
      assertEquals(0, outcome.status(), outcome.err());
      return;
    }
    String line = run("demo", "--out", out).complaint(1);
    assertTrue(
        line.contains("packed without its model, weights/shapes.safetensors; --weights"), line);
    assertFalse(Files.exists(folder.resolve("out")));
  }
}
