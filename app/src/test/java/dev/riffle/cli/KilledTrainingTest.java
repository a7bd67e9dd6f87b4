package dev.riffle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.train.Drawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that train and are killed. */
class KilledTrainingTest {
  private static final int KILLS = 10;

  @TempDir private Path folder;

  private Path config() throws IOException {
    Path train = Drawn.boxes(folder.resolve("train"), 12, 1);
    Path val = Drawn.boxes(folder.resolve("val"), 4, 2);
    return Drawn.detector(folder.resolve("boxes.json"), train, val);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Djava.awt.headless=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.riffle.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output().toFile())
        .start();
  }

  private Path output() {
    return folder.resolve("output.txt");
  }

  private static String[] begin(Path config, Path run) {
    return new String[] {
      "train", config.toString(), "--run", run.toString(), "--set", "schedule.epochs=24"
    };
  }

  @Test
  void aRunThatIsKilledTenTimesEndsInTheSameBytes() throws IOException, InterruptedException {
    Path config = config();
    Path whole = folder.resolve("whole");
    long began = System.nanoTime();
    Commands.Outcome outcome = Commands.run(begin(config, whole));
    assertEquals(0, outcome.status(), outcome.err());
    int most = (int) ((System.nanoTime() - began) / 1_000_000 / KILLS * 3); // milliseconds a life

    Path killed = folder.resolve("killed");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Integer> reached = new ArrayList<>();
    for (int life = 0; life < KILLS; life++) {
      boolean isNew = !Files.exists(killed.resolve("config.json"));
      Process process =
          isNew
              ? start(begin(config, killed))
              : start("train", "--resume", killed.toString(), "--threads", "1");
      while (process.isAlive() && !Files.readString(output()).contains("riffle:")) {
        Thread.sleep(5); // before it says what it begins with, there is nothing to lose
      }
      process.waitFor(random.nextInt(most), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      reached.add(lines(killed.resolve("metrics.jsonl")));
    }
    outcome = Commands.run("train", "--resume", killed.toString());
    assertEquals(0, outcome.status(), outcome.err());

    String about = "seed " + seed + ", lines of metrics when killed: " + reached;
    assertTrue(reached.stream().distinct().count() > 2, about); // it was at different places
    TreeMap<String, byte[]> expected = contents(whole);
    TreeMap<String, byte[]> found = contents(killed);
    assertEquals(expected.keySet(), found.keySet(), about);
    for (String file : expected.keySet()) {
      assertArrayEquals(expected.get(file), found.get(file), file + ", " + about);
    }
    assertTrue(expected.size() >= 6, expected.keySet().toString());
  }

  private static int lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  /** What must not depend on the clock, by name. */
  private static TreeMap<String, byte[]> contents(Path run) throws IOException {
    TreeMap<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(run)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (!name.matches("times.jsonl|provenance.json|summary.txt")) {
          contents.put(name, Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }
}
