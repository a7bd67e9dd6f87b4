package dev.riffle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.train.Drawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;

  private Path config() throws IOException {
    Path train = Drawn.colours(folder.resolve("train"), 4, 1);
    Path val = Drawn.colours(folder.resolve("val"), 1, 2);
    return Drawn.classifier(folder.resolve("colours.json"), train, val);
  }

  @Test
  void aClassifierLearnsAndLeavesAFolderThatExplainsItself() throws IOException {
    Path run = folder.resolve("run");
    Commands.Outcome outcome =
        Commands.run("train", config().toString(), "--run", run.toString());
    assertEquals(0, outcome.status(), outcome.err());
    System.err.println(outcome);
    System.err.println(Files.readString(run.resolve("metrics.jsonl")));
    System.err.println(Files.readString(run.resolve("times.jsonl")));
    System.err.println(Files.readString(run.resolve("provenance.json")));
    try (var s = Files.walk(run)) { s.forEach(System.err::println);}
    assertTrue(Files.exists(run.resolve("last.safetensors")));
  }
}
