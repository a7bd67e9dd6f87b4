package dev.riffle.train.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir private Path place;
  private RunFolder folder;

  @BeforeEach
  void make() throws IOException {
    folder = RunFolder.create(place.resolve("deep/run"), "{}");
  }

  private static Checkpoint checkpoint(long step) {
    Map<String, Tensor> numbers = Map.of("a.weight", new Tensor(new float[] {step, 1e-30f}, 2));
    return new Checkpoint(
        step, 77, Optional.of(new Best(3, 0.1 + 0.2)), numbers, Map.of(), numbers);
  }

  private Path file(long step) {
    return folder.path().resolve(String.format("checkpoints/step-%09d.safetensors", step));
  }

  @Test
  void aCheckpointComesBackAsItWas() throws IOException {
    assertTrue(folder.newest().isEmpty());
    folder.keep(checkpoint(5), 2);
    Checkpoint found = folder.newest().orElseThrow();
    assertEquals(5, found.step());
    assertEquals(77, found.metricsBytes());
    assertEquals(new Best(3, 0.1 + 0.2), found.best().orElseThrow());
    assertArrayEquals(new float[] {5, 1e-30f}, found.model().get("a.weight").data());
    assertArrayEquals(new float[] {5, 1e-30f}, found.memory().get("a.weight").data());
    assertTrue(found.averages().isEmpty());
  }

  @Test
  void onlyTheLastFewStay() throws IOException {
    for (long step : new long[] {9, 10, 11, 100}) {
      folder.keep(checkpoint(step), 2);
    }
    assertEquals(100, folder.newest().orElseThrow().step());
    assertTrue(Files.exists(file(11)));
    assertFalse(Files.exists(file(10)));
  }

  /** Something stands where the second is to be moved; a full disk fails at the same place. */
  @Test
  void aCheckpointThatCannotBeWrittenCostsNoOther() throws IOException {
    folder.keep(checkpoint(1), 1);
    Files.createDirectories(file(2).resolve("in the way"));
    String message =
        assertThrows(IOException.class, () -> folder.keep(checkpoint(2), 1)).getMessage();
    assertTrue(message.startsWith(file(2) + ": cannot be written, "), message);
    assertTrue(message.endsWith("; kept " + file(1) + " to go on from"), message);
    assertEquals(1, folder.newest().orElseThrow().step());
  }

  @Test
  void whatWasCutOffIsSweptAway() throws IOException {
    folder.keep(checkpoint(1), 1);
    Path part = Files.writeString(file(2).resolveSibling("step-000000002.x.part"), "half");
    assertEquals(1, RunFolder.open(folder.path()).newest().orElseThrow().step());
    assertFalse(Files.exists(part));
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    folder.keep(checkpoint(1), 1);
    byte[] bytes = Files.readAllBytes(file(1));
    Files.write(file(1), Arrays.copyOf(bytes, bytes.length - 3));
    String message = assertThrows(IOException.class, folder::newest).getMessage();
    assertTrue(message.startsWith(file(1).toString()), message);
    assertFalse(message.contains("gone on from"), message);
  }

  @Test
  void theOneBehindADamagedCheckpointIsNamed() throws IOException {
    folder.keep(checkpoint(1), 2);
    folder.keep(checkpoint(2), 2);
    Files.write(file(2), new byte[9]);
    String message = assertThrows(IOException.class, folder::newest).getMessage();
    assertTrue(message.startsWith(file(2).toString()), message);
    assertTrue(message.endsWith("; once it is deleted, " + file(1) + " is gone on from"), message);
    Files.delete(file(2));
    assertEquals(1, folder.newest().orElseThrow().step());
  }

  @Test
  void metricsAreCutToWhereTheCheckpointWas() throws IOException {
    long bytes;
    try (Journal journal = new Journal(folder, 0)) {
      journal.stepped(1, 0.5, figures("loss", 2.5));
      bytes = journal.sync();
      journal.stepped(2, 1, figures("loss", 9));
    }
    Files.writeString(
        folder.metrics(), Files.readString(folder.metrics()) + "{\"kind\":\"tr"); // cut off
    Files.writeString(folder.times(), Files.readString(folder.times()) + "{\"kind\":\"tr");
    try (Journal journal = new Journal(folder, bytes)) {
      journal.stepped(2, 1, figures("loss", 1.5));
      journal.evaluated(2, 1, figures("AP", 0.25));
    }
    assertEquals(
        List.of(
            "{\"kind\":\"train\",\"step\":1,\"epoch\":0.5,\"loss\":2.5}",
            "{\"kind\":\"train\",\"step\":2,\"epoch\":1.0,\"loss\":1.5}",
            "{\"kind\":\"evaluation\",\"step\":2,\"epoch\":1.0,\"AP\":0.25}"),
        Files.readAllLines(folder.metrics()));
    List<String> times = Files.readAllLines(folder.times()); // each stays, but for the cut one
    assertEquals(
        4, times.stream().filter(line -> line.matches("\\{[^{]*}")).count(), times.toString());
    assertEquals(4, times.size(), times.toString());
    String message = assertThrows(IOException.class, () -> new Journal(folder, 1000)).getMessage();
    assertTrue(message.startsWith(folder.metrics() + ": expected 1000 bytes"), message);
    String account = Account.write(folder, "tiny", 2, 2, Optional.of(new Best(2, 0.25)));
    assertTrue(account.contains("best: 0.2500 after step 2"), account);
    String svg = Files.readString(folder.path().resolve("curves.svg"));
    assertTrue(svg.startsWith("<svg ") && svg.contains(">loss</text>"), svg);
  }

  @Test
  void aDamagedLineOfMetricsIsNamed() throws IOException {
    String whole = "{\"kind\":\"train\",\"step\":1,\"epoch\":0.5,\"loss\":2.5}\n";
    for (String damaged : List.of("{}", "{\"kind\":\"train\"", "7", "", "{\"kind\":\"train\"}")) {
      Files.writeString(folder.metrics(), whole + damaged + "\n");
      String message =
          assertThrows(IOException.class, () -> Metrics.read(folder.metrics())).getMessage();
      assertTrue(message.startsWith(folder.metrics() + ":2: is no line of metrics"), message);
    }
  }

  @Test
  void aDamagedProvenanceIsNamed() throws IOException {
    Path file = folder.path().resolve("provenance.json");
    for (String damaged : List.of("", "null", "[]", "{}", "{\"seed\": 1}", "{\"seed\": 1")) {
      Files.writeString(file, damaged);
      String message = assertThrows(IOException.class, () -> Provenance.read(folder)).getMessage();
      assertTrue(message.startsWith(file + ": is damaged, "), message);
    }
    Provenance written = new Provenance(3, "from its seed", Map.of(), List.of());
    written.write(folder);
    assertEquals(written, Provenance.read(folder));
  }

  private static Map<String, Double> figures(String name, double figure) {
    return new LinkedHashMap<>(Map.of(name, figure));
  }
}
