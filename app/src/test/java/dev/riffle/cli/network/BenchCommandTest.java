package dev.riffle.cli.network;

import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code riffle bench} and {@code riffle summary --profile}. */
class BenchCommandTest {
  private static final String SMALL = "nanodet-m-0.5x_320";

  @TempDir private Path folder;

  private JsonObject json(String... args) throws IOException {
    Path file = folder.resolve("result.json");
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--json";
    all[args.length + 1] = file.toString();
    Outcome outcome = run(all);
    assertEquals(0, outcome.status(), outcome.err());
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  @ParameterizedTest
  @CsvSource({"planar, 1", "planar, 2", "reference, 1"})
  void timesANetwork(String executor, String threads) throws IOException {
    JsonObject result =
        json(
            "bench",
            "--model",
            SMALL,
            "--size",
            "64x32",
            "--executor",
            executor,
            "--threads",
            threads,
            "--runs",
            "5");
    assertEquals(
        List.of(
            "model",
            "executor",
            "size",
            "threads",
            "runs",
            "medianMs",
            "minMs",
            "p90Ms",
            "gflops",
            "allocatedBytesPerRun"),
        List.copyOf(result.keySet()));
    assertEquals(SMALL, result.get("model").getAsString());
    assertEquals(executor, result.get("executor").getAsString());
    assertEquals("64x32", result.get("size").getAsString());
    assertEquals(threads, result.get("threads").toString());
    assertEquals(5, result.get("runs").getAsInt());
    double median = result.get("medianMs").getAsDouble();
    assertTrue(result.get("minMs").getAsDouble() > 0);
    assertTrue(result.get("minMs").getAsDouble() <= median);
    assertTrue(result.get("p90Ms").getAsDouble() >= median);
    long macs = json("summary", SMALL, "--size", "64x32").get("macs").getAsLong();
    assertEquals(2e-6 * macs, result.get("gflops").getAsDouble() * median, 1e-9 * macs);
    assertTrue(result.get("allocatedBytesPerRun").getAsLong() >= 0);
  }

  // Outputs are new tensors each run: 112 numbers for each of 8x4 + 4x2 + 2x1 anchors.
  @Test
  void whatARunAllocatesIsCounted() throws IOException {
    JsonObject result =
        json(
            "bench", "--model", SMALL, "--size", "64x32", "--executor", "reference", "--runs", "2");
    assertTrue(result.get("allocatedBytesPerRun").getAsLong() > 4 * 112 * 42, result.toString());
  }

  @Test
  void peopleSeeATable() {
    Outcome outcome = run("bench", "--model", SMALL, "--size", "32", "--runs", "1");
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals(2, outcome.out().lines().count(), outcome.out());
    assertTrue(outcome.out().contains(SMALL + "  planar    32x32"), outcome.out());
  }

  @Test
  void wrongUsageIsToldInALine() {
    assertTrue(run("bench", "--size", "0x5").complaint(2).contains("found 0x5"));
    assertTrue(run("bench", "--model", "nanodet-m_32").complaint(2).contains("nanodet-m_320"));
    for (String option : List.of("--runs", "--threads")) {
      for (String wrong : List.of("0", "-1", "100000", "99999999999", "many")) {
        String complaint = run("bench", option, wrong).complaint(2);
        assertTrue(complaint.contains(option) && complaint.contains("expected 1 to "), complaint);
        assertTrue(complaint.contains("found " + wrong), complaint);
      }
    }
    assertTrue(run("bench", "--executor", "plane").complaint(2).contains("found plane"));
    String both = run("bench", "--executor", "reference", "--threads", "2").complaint(2);
    assertTrue(both.contains("--threads: expected 1 for reference"), both);
    assertTrue(run("bench", "--size", "330").complaint(1).contains("addends differ"));
  }

  @Test
  void aProfileAddsRowsOfFusedSteps() throws IOException {
    JsonObject plain = json("summary", SMALL, "--size", "64");
    JsonObject result = json("summary", SMALL, "--size", "64", "--profile");
    assertFalse(plain.has("profile"));
    Set<String> names = new HashSet<>();
    double whole = 0;
    double operations = 0;
    for (JsonElement element : result.remove("profile").getAsJsonArray()) {
      JsonObject step = element.getAsJsonObject();
      assertEquals(List.of("nodes", "kind", "ms", "gflops", "share"), List.copyOf(step.keySet()));
      step.getAsJsonArray("nodes").forEach(name -> assertTrue(names.add(name.getAsString())));
      assertTrue(step.get("ms").getAsDouble() > 0, step.toString());
      whole += step.get("share").getAsDouble();
      operations += 1e6 * step.get("gflops").getAsDouble() * step.get("ms").getAsDouble();
    }
    assertEquals(plain, result);
    assertEquals(1, whole, 1e-9);
    assertEquals(2.0 * plain.get("macs").getAsLong(), operations, 1);
    Set<String> layers = new HashSet<>();
    for (JsonElement element : plain.getAsJsonArray("layers")) {
      layers.add(element.getAsJsonObject().get("name").getAsString());
    }
    assertTrue(layers.containsAll(names), names.toString());
  }

  @Test
  void peopleSeeTheProfileBelowTheLayers() {
    String out = run("summary", SMALL, "--size", "64", "--profile").out();
    String below = out.substring(out.indexOf("step  "));
    assertTrue(below.contains("backbone.conv1.0 … MaxPool"), below);
    assertTrue(below.lines().anyMatch(line -> line.matches("total .* 100\\.0%")), below);
  }
}
