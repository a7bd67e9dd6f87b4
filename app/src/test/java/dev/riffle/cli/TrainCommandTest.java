package dev.riffle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.train.Drawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;

  private Path classifier() throws IOException {
    Path train = Drawn.colours(folder.resolve("train"), 4, 1);
    Path val = Drawn.colours(folder.resolve("val"), 1, 2);
    return Drawn.classifier(folder.resolve("colours.json"), train, val);
  }

  private Path detector() throws IOException {
    Path train = Drawn.boxes(folder.resolve("train"), 12, 1);
    Path val = Drawn.boxes(folder.resolve("val"), 6, 2);
    return Drawn.detector(folder.resolve("boxes.json"), train, val);
  }

  private static Commands.Outcome train(Path config, Path run, String... more) {
    return Commands.run(
        Stream.concat(
                Stream.of("train", config.toString(), "--run", run.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void aClassifierLearnsAndLeavesAFolderThatExplainsItself() throws IOException {
    Path run = folder.resolve("run");
    Commands.Outcome outcome = train(classifier(), run);
    assertEquals(0, outcome.status(), outcome.err());
    System.err.println(outcome);
    System.err.println(Files.readString(run.resolve("metrics.jsonl")));
  }

  @Test
  void aDetectorLearns() throws IOException {
    Path run = folder.resolve("run");
    Commands.Outcome outcome = train(detector(), run);
    assertEquals(0, outcome.status(), outcome.err());
    System.err.println(outcome);
    System.err.println(Files.readString(run.resolve("metrics.jsonl")));
    System.err.println(Files.readString(run.resolve("curves.svg")));
  }
}
