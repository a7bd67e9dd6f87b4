package dev.riffle.cli;

import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir private Path folder;

  @Test
  void everyVerbHasHelpWithAnExample() {
    assertEquals(0, run("--help").status());
    for (String verb : List.of("detect", "summary", "models")) {
      Outcome help = run(verb, "--help");
      assertEquals(0, help.status());
      assertTrue(help.out().contains("  riffle " + verb), help.out());
    }
  }

  @Test
  void aMistypedVerbSuggestsTheNearest() {
    String line = run("detct", "photo.jpg").complaint(2);
    assertTrue(line.contains("detct") && line.contains("detect"), line);
    assertTrue(run().complaint(2).contains("verb"));
  }

  @Test
  void summaryCountsEveryLayer() throws IOException {
    Path file = folder.resolve("summary.json");
    Outcome outcome =
        run("summary", "nanodet-m_320", "--size", "416x416", "--json", file.toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains("950,036"), outcome.out());
    JsonObject summary = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertEquals(950_036, summary.get("parameters").getAsLong());
    assertEquals(578.36, summary.get("macs").getAsLong() / 1e6, 0.005);
    JsonObject first = summary.get("layers").getAsJsonArray().get(0).getAsJsonObject();
    assertEquals("backbone.conv1.0", first.get("name").getAsString());
    assertEquals("[24,208,208]", first.get("output").toString());
  }

  @Test
  void summaryRefusesASizeThatTheNetworkCannotTake() {
    assertTrue(run("summary", "nanodet-m_320", "--size", "0x5").complaint(2).contains("0x5"));
    String line = run("summary", "nanodet-m_320", "--size", "330x330").complaint(1);
    assertTrue(line.contains("addends differ"), line);
  }

  @Test
  void aMistypedKeyIsNamedWithItsPlaceAndTheNearest() throws IOException {
    Path config = folder.resolve("mine.json");
    Files.writeString(
        config, "{\"base\": \"nanodet-m_320\", \"name\": \"mine\", \"head\": {\"stacked\": 3}}");
    String line = run("summary", config.toString()).complaint(1);
    assertTrue(line.contains("mine.json") && line.contains("head.stacked"), line);
    String set = run("summary", "nanodet-m_320", "--set", "head.clases=3").complaint(1);
    assertTrue(set.contains("head.clases") && set.contains("classes"), set);
    String type = run("summary", "nanodet-m_320", "--set", "neck.type=Pann").complaint(1);
    assertTrue(type.contains("Pann") && type.contains("Pan"), type);
  }

  @Test
  void modelsListsWhatCanBeNamed() {
    JsonArray models = JsonParser.parseString(run("models", "--json", "-").out()).getAsJsonArray();
    JsonObject first = models.get(0).getAsJsonObject();
    assertEquals("nanodet-m-0.5x_320", first.get("name").getAsString());
    assertEquals("ShuffleNetV2", first.get("family").getAsString());
    assertEquals("detection", first.get("task").getAsString());
    assertEquals(271_056, first.get("parameters").getAsLong());
    assertTrue(run("models").out().contains("nanodet-m_416"));
  }
}
