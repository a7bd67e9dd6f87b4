package dev.riffle.cli.network;

import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code riffle compare} and {@code riffle guidelines}. */
class CompareCommandTest {

  private static JsonElement json(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--json", "-"));
    Outcome outcome = run(all.toArray(String[]::new));
    assertEquals(0, outcome.status(), outcome.err());
    return JsonParser.parseString(outcome.out());
  }

  /** The paper's headline in theory: it has 38 and 720 million multiply-adds, torchvision's 714. */
  @Test
  void modelsStandSideBySide() {
    Outcome outcome = run("compare", "shufflenetv1-0.5x-g3", "alexnet");
    assertEquals(0, outcome.status(), outcome.err());
    List<String> lines = outcome.out().lines().toList();
    assertEquals(3, lines.size(), outcome.out());
    assertTrue(lines.get(1).startsWith("shufflenetv1-0.5x-g3  224x224"), lines.get(1));
    assertTrue(lines.get(2).contains("61,100,840  85.18    714,188,480  19.00"), lines.get(2));
    assertTrue(lines.get(2).endsWith("56.5 % top-1 ImageNet val"), lines.get(2));
  }

  @Test
  void machinesGetTheSameNumbers() {
    JsonArray rows =
        json("compare", "nanodet-m_320", "resnet-50", "--size", "64x32").getAsJsonArray();
    JsonObject row = rows.get(0).getAsJsonObject();
    assertEquals(
        List.of("name", "size", "parameters", "macs", "memoryAccess", "published"),
        List.copyOf(row.keySet()));
    assertEquals("64x32", row.get("size").getAsString());
    assertEquals(950_036, row.get("parameters").getAsLong());
    assertEquals(20.6, row.get("published").getAsJsonObject().get("percent").getAsDouble());
    JsonObject summary = json("summary", "resnet-50", "--size", "64x32").getAsJsonObject();
    for (String count : List.of("parameters", "macs", "memoryAccess")) {
      assertEquals(summary.get(count), rows.get(1).getAsJsonObject().get(count));
    }
  }

  @Test
  void modelsAreTimedInTurns() {
    String[] names = {"shufflenetv2-0.5x", "shufflenetv1-0.5x-g3"};
    JsonArray rows =
        json("compare", names[0], names[1], "--size", "32", "--time", "--runs", "6")
            .getAsJsonArray();
    for (JsonElement element : rows) {
      JsonObject row = element.getAsJsonObject();
      double median = row.get("medianMs").getAsDouble();
      assertTrue(0 < row.get("minMs").getAsDouble(), row.toString());
      assertTrue(row.get("minMs").getAsDouble() <= median, row.toString());
      assertTrue(row.get("p90Ms").getAsDouble() >= median, row.toString());
      assertEquals(1, row.get("threads").getAsInt());
    }
    String out = run("compare", names[0], names[1], "--size", "32", "--time", "--runs", "1").out();
    assertTrue(out.contains("median ms"), out);
  }

  @Test
  void wrongComparisonsAreToldInALine() {
    assertTrue(run("compare", "alexnet").complaint(2).contains("MODEL_OR_CONFIG"));
    assertTrue(
        run("compare", "alexnet", "alexnt").complaint(2).contains("did you mean \"alexnet\""));
    assertTrue(run("compare", "alexnet", "vgg-16", "--runs", "0").complaint(2).contains("found 0"));
    assertTrue(
        run("compare", "alexnet", "nanodet-m_320", "--size", "330")
            .complaint(1)
            .contains("addends differ"));
    assertTrue(run("compare", "alexnet", "a.json").complaint(1).contains("a.json"));
  }

  @Test
  void experimentsAreSetBesideThePaper() {
    JsonObject result =
        json("guidelines", "--size", "4", "--runs", "1", "--only", "G1").getAsJsonObject();
    assertEquals("cpu", result.get("paper").getAsString());
    JsonArray experiments = result.getAsJsonArray("experiments");
    assertEquals(1, experiments.size());
    JsonObject first = experiments.get(0).getAsJsonObject();
    assertEquals("G1", first.get("guideline").getAsString());
    JsonObject last = first.getAsJsonArray("rows").get(3).getAsJsonObject();
    assertEquals(9, last.get("channels").getAsInt());
    assertEquals(108, last.get("inner").getAsInt());
    JsonObject widest = last.getAsJsonArray("widths").get(2).getAsJsonObject();
    assertEquals(4, widest.get("factor").getAsInt());
    assertEquals(4.4 / 5.3, widest.get("published").getAsDouble(), 1e-12);
    double ms = widest.get("medianMs").getAsDouble();
    JsonObject even = first.getAsJsonArray("rows").get(0).getAsJsonObject();
    double evenMs =
        even.getAsJsonArray("widths").get(2).getAsJsonObject().get("medianMs").getAsDouble();
    assertEquals(evenMs / ms, widest.get("measured").getAsDouble(), 1e-12);
    // 20 convolutions of 36 to 432 channels or back in 16 places
    assertEquals(20L * 16 * 36 * 432, widest.get("macs").getAsLong());
    assertEquals(20L * (16 * (36 + 432) + 36 * 432), widest.get("memoryAccess").getAsLong());
  }

  @Test
  void peopleSeeATableAGuideline() {
    String out = run("guidelines", "--size", "4", "--runs", "1", "--only", "G4").out();
    assertTrue(out.contains("\nG4: "), out);
    assertFalse(out.contains("G1"), out);
    assertTrue(
        out.lines().anyMatch(line -> line.matches("ReLU, shortcut +32 .* 1\\.00 +1\\.00 .*")), out);
    assertTrue(out.lines().anyMatch(line -> line.matches("neither +32 .* +1\\.17 .*")), out);
  }

  /** ShuffleNet V2 was made to follow the first two guidelines, MobileNet V2 is not. */
  @Test
  void aModelIsLookedThrough() {
    JsonObject v2 = json("guidelines", "shufflenetv2-1.0x").getAsJsonObject();
    JsonArray guidelines = v2.getAsJsonArray("guidelines");
    // two of the opening unit's convolutions, from 24 channels, and conv5
    assertEquals(3, breaches(guidelines, 0).size());
    assertEquals(0, breaches(guidelines, 1).size());
    assertEquals(3, breaches(guidelines, 2).size()); // the units that open a stage
    JsonObject unit = breaches(guidelines, 2).get(0).getAsJsonObject();
    assertEquals("stage2.0", unit.get("place").getAsString());
    assertEquals("5 layers, 2 abreast, 3 in a row", unit.get("what").getAsString());
    assertEquals(24 * 56 * 56, unit.get("excess").getAsLong());
    JsonObject mobile = json("guidelines", "mobilenetv2-1.0", "--only", "G1").getAsJsonObject();
    assertEquals(1, mobile.getAsJsonArray("guidelines").size());
    // of 17 units 16 widen, all narrow, and one last convolution widens: none keeps its channels
    assertEquals(34, breaches(mobile.getAsJsonArray("guidelines"), 0).size());
    JsonObject v1 = json("guidelines", "shufflenetv1-1.0x-g3", "--only", "G2").getAsJsonObject();
    assertEquals(
        31, breaches(v1.getAsJsonArray("guidelines"), 0).size()); // of 2 in 16 units all but one
  }

  private static JsonArray breaches(JsonArray guidelines, int index) {
    return guidelines.get(index).getAsJsonObject().getAsJsonArray("breaches");
  }

  @Test
  void aProfileTellsTheTimeOfBreaches() {
    JsonObject result =
        json("guidelines", "shufflenetv1-0.5x-g3", "--size", "64", "--profile").getAsJsonObject();
    double whole = result.get("ms").getAsDouble();
    for (JsonElement element : result.getAsJsonArray("guidelines")) {
      double ms = element.getAsJsonObject().get("ms").getAsDouble();
      assertTrue(ms >= 0 && ms < whole, element.toString());
    }
    JsonArray groups = breaches(result.getAsJsonArray("guidelines"), 1);
    groups.forEach(it -> assertTrue(it.getAsJsonObject().get("ms").getAsDouble() > 0));
    String out = run("guidelines", "shufflenetv1-0.5x-g3", "--size", "64", "--profile").out();
    assertTrue(out.lines().anyMatch(line -> line.matches("G2 +31 .*%")), out);
  }

  @Test
  void wrongAuditsAreToldInALine() {
    assertTrue(run("guidelines", "alexnt").complaint(2).contains("did you mean \"alexnet\""));
    assertTrue(run("guidelines", "--only", "G5").complaint(2).contains("G5"));
    assertTrue(run("guidelines", "--paper", "tpu").complaint(2).contains("expected cpu or gpu"));
    assertTrue(
        run("guidelines", "alexnet", "--runs", "3").complaint(2).contains("not for a model"));
    assertTrue(run("guidelines", "--profile").complaint(2).contains("expected a model"));
    assertTrue(run("guidelines", "--size", "8x4").complaint(2).contains("found 8x4"));
  }
}
