package dev.riffle.cli.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.WeightFile;
import dev.riffle.experiment.Zoo;
import dev.riffle.train.Drawn;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;

  private Path classifier() throws IOException {
    Path train = Drawn.colours(folder.resolve("train"), 4, 1);
    Path val = Drawn.colours(folder.resolve("val"), 2, 2);
    return Drawn.classifier(folder.resolve("colours.json"), train, val);
  }

  private Path detector() throws IOException {
    Path train = Drawn.boxes(folder.resolve("train"), 12, 1);
    Path val = Drawn.boxes(folder.resolve("val"), 6, 2);
    return Drawn.detector(folder.resolve("boxes.json"), train, val);
  }

  private Path run() {
    return folder.resolve("run");
  }

  /** Trains in {@link #run}; each change is a key and value. */
  private Commands.Outcome train(Path config, String... changes) {
    Stream<String> set = Stream.of(changes).flatMap(change -> Stream.of("--set", change));
    return Commands.run(
        Stream.concat(Stream.of("train", config.toString(), "--run", run().toString()), set)
            .toArray(String[]::new));
  }

  private List<JsonObject> metrics(String kind) throws IOException {
    return Files.readAllLines(run().resolve("metrics.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(line -> line.get("kind").getAsString().equals(kind))
        .toList();
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> walk = Files.walk(run())) {
      return walk.filter(Files::isRegularFile)
          .map(file -> run().relativize(file).toString())
          .collect(Collectors.toSet());
    }
  }

  @Test
  void aClassifierLearnsAndItsFolderExplainsItself() throws IOException {
    Commands.Outcome outcome = train(classifier());
    assertEquals(0, outcome.status(), outcome.err());
    List<JsonObject> evaluations = metrics("evaluation");
    assertEquals(4, evaluations.size());
    assertTrue(evaluations.get(3).get("top1").getAsDouble() > 0.8, outcome.toString());
    assertEquals(
        Set.of(
            "config.json",
            "metrics.jsonl",
            "times.jsonl",
            "provenance.json",
            "summary.txt",
            "curves.svg",
            "best.safetensors",
            "last.safetensors",
            "checkpoints/step-000000078.safetensors",
            "checkpoints/step-000000080.safetensors"),
        files());
    assertTrue(outcome.out().contains("finished, weights in " + run()), outcome.out());
    JsonObject provenance =
        JsonParser.parseString(Files.readString(run().resolve("provenance.json")))
            .getAsJsonObject();
    assertEquals(3, provenance.get("seed").getAsInt());
    assertEquals(1, provenance.getAsJsonArray("sessions").size());
    assertEquals(
        12, provenance.getAsJsonObject("data").getAsJsonObject("train").get("pictures").getAsInt());

    // What comes out classifies, and the config can be trained from again.
    Commands.Outcome guess =
        Commands.run(
            "classify",
            folder.resolve("val/green/0.png").toString(),
            "--model",
            run().resolve("config.json").toString(),
            "--weights",
            run().resolve("best.safetensors").toString(),
            "--top",
            "1");
    assertEquals(0, guess.status(), guess.err());
    byte[] first = Files.readAllBytes(run().resolve("last.safetensors"));
    Path again = folder.resolve("again");
    Commands.Outcome second =
        Commands.run("train", run().resolve("config.json").toString(), "--run", again.toString());
    assertEquals(0, second.status(), second.err());
    assertArrayEquals(first, Files.readAllBytes(again.resolve("last.safetensors")));
  }

  @Test
  void aDetectorLearnsOnSeveralSizesOfInput() throws IOException {
    Path config = detector();
    Commands.Outcome outcome = train(config);
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals(2, metrics("evaluation").size());
    assertTrue(metrics("evaluation").get(0).has("AP50"));
    List<JsonObject> lines = metrics("train");
    double begin = lines.get(0).get("loss").getAsDouble();
    double end = lines.get(lines.size() - 1).get("loss").getAsDouble();
    assertTrue(end < begin, begin + " to " + end);
    Experiment experiment = Zoo.read(config.toString(), List.of());
    WeightFile.read(run().resolve("last.safetensors"), experiment);
    // A checkpoint is a file of weights too.
    WeightFile.read(run().resolve("checkpoints/step-000000018.safetensors"), experiment);
  }

  @Test
  void frozenPartsStayAsTheyAre() throws IOException {
    Path config = detector();
    train(config, "schedule.epochs=1", "schedule.start.frozen=[\"backbone.*\"]");
    Commands.Outcome other =
        Commands.run(
            "train",
            config.toString(),
            "--run",
            folder.resolve("other").toString(),
            "--set",
            "schedule.epochs=2",
            "--set",
            "schedule.start.frozen=[\"backbone.*\"]");
    assertEquals(0, other.status(), other.err());
    StateDict one = Safetensors.read(run().resolve("last.safetensors"));
    StateDict two = Safetensors.read(folder.resolve("other/last.safetensors"));
    int equal = 0;
    for (String name : one.tensors().keySet()) {
      boolean isEqual = one.get(name).bytes().equals(two.get(name).bytes());
      assertTrue(isEqual || !name.startsWith("backbone."), name);
      equal += isEqual ? 1 : 0;
    }
    assertTrue(equal < one.tensors().size());
  }

  @Test
  void whatIsThereAlreadyIsNotOverwritten() throws IOException {
    Path config = detector();
    Files.createDirectories(run());
    Files.writeString(run().resolve("notes.txt"), "mine");
    assertEquals(
        "riffle: " + run() + ": is there already, expected an empty or a new folder",
        train(config).complaint(1));
    Files.move(run().resolve("notes.txt"), run().resolve("config.json"));
    assertEquals(
        "riffle: "
            + run()
            + ": holds a run already; go on with --resume "
            + run()
            + ", or name another folder",
        train(config).complaint(1));
  }

  @Test
  void whatCannotBeTrainedIsSaidInOneLine() throws IOException {
    Path config = detector();
    assertEquals(
        "riffle: mobilenetv2-1.0: schedule: expected for training, found none",
        train(Path.of("mobilenetv2-1.0")).complaint(1));
    assertEquals(
        "riffle: " + config + ": schedule: epochs: expected 1 or more, found 0",
        train(config, "schedule.epochs=0").complaint(1));
    String unknown = train(config, "schedule.epoch=3").complaint(1);
    assertTrue(unknown.startsWith("riffle: " + config + ": schedule.epoch"), unknown);
    assertTrue(unknown.contains("did you mean \"epochs\"?"), unknown);
    String classes = train(config, "head.classes=3").complaint(1);
    assertTrue(classes.endsWith("datasets.train has 2 categories, head.classes is 3"), classes);
    String frozen = train(config, "schedule.start.frozen=[\"backbon.*\"]").complaint(1);
    assertTrue(frozen.contains("schedule.start.frozen: expected names of parameters"), frozen);
    assertTrue(
        Commands.run("train", config.toString(), "--resume", run().toString())
            .complaint(2)
            .contains("expected either a CONFIG or --resume"));
    assertEquals(
        "riffle: " + run() + ": expected a folder of a run, found no config.json",
        Commands.run("train", "--resume", run().toString()).complaint(1));
    String large = train(config, "schedule.batchSize=1000000").complaint(1);
    assertTrue(large.startsWith("riffle: schedule.batchSize: 1000000 inputs "), large);
    String nowhere = train(config, "datasets.train.images=nowhere").complaint(1);
    assertEquals("riffle: nowhere: no such folder of pictures", nowhere);
    assertFalse(Files.exists(run())); // nothing was begun
  }

  @Test
  void anEmptyDataSetIsRefused() throws IOException {
    Path config = detector();
    Path train = folder.resolve("train/boxes.json");
    Files.writeString(
        train,
        """
        {"images": [], "annotations": [],
         "categories": [{"id": 1, "name": "wide"}, {"id": 2, "name": "tall"}]}
        """);
    assertEquals(
        "riffle: " + train + ": expected pictures, found none", train(config).complaint(1));
  }

  @Test
  void aDamagedPictureEndsTheRunUnlessTheConfigLetsItPass() throws IOException {
    Path config = detector();
    Path damaged = Files.writeString(folder.resolve("train/3.png"), "no picture");
    String complaint = train(config).err().lines().reduce("", (a, b) -> b);
    assertTrue(complaint.startsWith("riffle: " + damaged), complaint);
    Commands.Outcome passed =
        Commands.run(
            "train",
            config.toString(),
            "--run",
            folder.resolve("passed").toString(),
            "--set",
            "datasets.unreadable=SKIP",
            "--set",
            "schedule.epochs=2");
    assertEquals(0, passed.status(), passed.err());
    assertTrue(passed.err().contains(damaged.toString()), passed.err());
  }

  @Test
  void aLossThatIsNoNumberStopsTheRunAndIsKept() throws IOException {
    Path config = detector();
    String complaint =
        train(config, "schedule.optimizer.learningRate=1e30", "schedule.clip=null")
            .err()
            .lines()
            .reduce("", (a, b) -> b);
    assertTrue(
        complaint.matches("riffle: step \\d+: the (loss|length of the gradients) is .*"),
        complaint);
    Path file = run().resolve(complaint.replaceAll(".*(failed-step-\\d+\\.safetensors).*", "$1"));
    StateDict kept = Safetensors.read(file);
    assertEquals(2, kept.get("pixels").shape()[0]);
    assertEquals(6, kept.get("truths").shape()[1]);
    assertTrue(kept.tensors().containsKey("model.backbone.conv1.0.weight"));
    assertTrue(kept.metadata().get("pictures").contains(".png"), kept.metadata().toString());
    assertTrue(complaint.contains(kept.metadata().get("pictures")), complaint);
  }

  @Test
  void resumingWithOtherDataIsRefused() throws IOException {
    Path config = detector();
    assertEquals(0, train(config, "schedule.epochs=1").status());
    Drawn.boxes(folder.resolve("train"), 13, 9);
    String complaint = Commands.run("train", "--resume", run().toString()).complaint(1);
    assertTrue(complaint.contains("expected the train data that the run began with"), complaint);
  }
}
