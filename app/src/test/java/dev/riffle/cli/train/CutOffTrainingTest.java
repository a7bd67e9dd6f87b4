package dev.riffle.cli.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.riffle.cli.Commands;
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

/** Processes that train and are cut off: killed, or by a disk that takes no more. */
class CutOffTrainingTest {
  private static final int KILLS = 10;
  private static final int KILLED = 128 + 9; // the exit status that SIGKILL leaves
  private static final String CHECKPOINT = "step-%09d.safetensors"; // one every 3 steps
  private static final int LINES_MOST = 3; // of metrics that a life must write, from 1
  private static final int MILLIS_MOST = 50; // behind the last of them

  @TempDir private Path folder;

  private Path config() throws IOException {
    Path train = Drawn.boxes(folder.resolve("train"), 12, 1);
    Path val = Drawn.boxes(folder.resolve("val"), 4, 2);
    return Drawn.detector(folder.resolve("boxes.json"), train, val);
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Djava.awt.headless=true"));
    command.add("-XX:+UseSerialGC"); // starts soonest
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.riffle.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output().toFile())
        .start();
  }

  private Path output() {
    return folder.resolve("output.txt");
  }

  // Before it says what it begins with, there is nothing to lose.
  private boolean hasSpoken() throws IOException {
    return Files.readString(output()).contains("riffle:");
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
    Commands.Outcome outcome = Commands.run(begin(config, whole));
    assertEquals(0, outcome.status(), outcome.err());

    Path killed = folder.resolve("killed");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Integer> reached = new ArrayList<>();
    for (int life = 0; life < KILLS; life++) {
      boolean isNew = !Files.exists(killed.resolve("config.json"));
      Process process =
          isNew
              ? start(command(begin(config, killed)))
              : start(command("train", "--resume", killed.toString(), "--threads", "1"));
      int goal = lines(killed.resolve("metrics.jsonl")) + 1 + random.nextInt(LINES_MOST);
      while (process.isAlive() && (!hasSpoken() || lines(killed.resolve("metrics.jsonl")) < goal)) {
        Thread.sleep(5);
      }
      process.waitFor(random.nextInt(MILLIS_MOST), TimeUnit.MILLISECONDS); // so long, or its end
      assertEquals(KILLED, process.destroyForcibly().waitFor(), Files.readString(output()));
      reached.add(lines(killed.resolve("metrics.jsonl")));
    }
    outcome = Commands.run("train", "--resume", killed.toString());
    assertEquals(0, outcome.status(), outcome.err());

    String about = "seed " + seed + ", lines of metrics when killed: " + reached;
    // Each time it had begun, had come further than before, and was not at its end.
    assertEquals(KILLS, reached.stream().distinct().count(), about);
    assertTrue(reached.get(0) > 0, about);
    assertTrue(reached.get(KILLS - 1) < lines(whole.resolve("metrics.jsonl")), about);
    assertAlike(whole, killed, about);
  }

  @Test
  void aDiskThatIsFullAtACheckpointLosesNone() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/bash")), "skipped: no /bin/bash here to limit files with");
    Path config = config();
    Path whole = folder.resolve("whole");
    Commands.Outcome outcome = Commands.run(begin(config, whole));
    assertEquals(0, outcome.status(), outcome.err());

    Path full = folder.resolve("full");
    Path checkpoints = full.resolve("checkpoints");
    Process process = start(command(begin(config, full)));
    while (process.isAlive() && !Files.exists(checkpoints.resolve(CHECKPOINT.formatted(3)))) {
      Thread.sleep(5);
    }
    assertEquals(KILLED, process.destroyForcibly().waitFor(), Files.readString(output()));
    TreeMap<String, byte[]> kept = contents(checkpoints);
    kept.keySet().removeIf(name -> name.endsWith(".part")); // what was begun when it was killed
    String last = kept.lastKey();

    // A virtual machine lets the signal of a file that grows too long pass, so that its writing
    // fails as on a full disk. Half a checkpoint is longer than any other file of a run.
    List<String> limited = new ArrayList<>(List.of("/bin/bash", "-c"));
    limited.add("ulimit -f " + kept.get(last).length / 2 / 1024 + "; exec \"$@\"");
    limited.add("limited"); // $0
    limited.addAll(command("train", "--resume", full.toString(), "--threads", "1"));
    int status = start(limited).waitFor();

    List<String> said = Files.readAllLines(output());
    assertEquals(1, status, said.toString());
    int step = Integer.parseInt(last.replaceAll("\\D", "")) + 3;
    assertEquals(
        String.format(
            "riffle: %s: cannot be written, File too large; kept %s to go on from",
            checkpoints.resolve(CHECKPOINT.formatted(step)), checkpoints.resolve(last)),
        said.get(said.size() - 1));
    assertEquals(1, said.stream().filter(line -> line.contains("cannot")).count(), said.toString());
    assertAlike(kept, contents(checkpoints), "beside the failed one");

    outcome = Commands.run("train", "--resume", full.toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.err().contains("goes on behind step " + (step - 3)), outcome.err());
    assertAlike(whole, full, "after a full disk");
  }

  private static void assertAlike(Path expected, Path found, String about) throws IOException {
    TreeMap<String, byte[]> files = contents(expected);
    assertAlike(files, contents(found), about);
    assertTrue(files.size() >= 6, files.keySet().toString());
  }

  private static void assertAlike(
      TreeMap<String, byte[]> expected, TreeMap<String, byte[]> found, String about) {
    assertEquals(expected.keySet(), found.keySet(), about);
    for (String file : expected.keySet()) {
      assertArrayEquals(expected.get(file), found.get(file), file + ", " + about);
    }
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
