package dev.riffle.train.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.config.Catalog;
import dev.riffle.config.Config;
import dev.riffle.config.json.ConfigException;
import dev.riffle.config.json.Source;
import dev.riffle.train.optimize.Groups;
import dev.riffle.train.optimize.Sgd;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final String LEAST =
      """
      {"epochs": 2, "batchSize": 4, "optimizer": {"type": "Sgd", "learningRate": 0.5}}
      """;

  private static Schedule read(String... changes) {
    return Config.read(
        new Source("x.json", LEAST), Schedule.class, List.of(changes), Catalog.empty());
  }

  /** What is left out; another default would change what old configurations mean. */
  @Test
  void defaultsStay() {
    assertEquals(
        new Schedule(
            2,
            4,
            1,
            0,
            new Sgd(0.5, 0.9, false, 0),
            new Groups(true, true, List.of()),
            Optional.empty(),
            new Rate.Constant(),
            Optional.empty(),
            Optional.empty(),
            10,
            new Start(Optional.empty(), false, List.of()),
            new Rhythm(50, 10, Optional.empty(), 2)),
        read());
    assertEquals(new WarmUp(7, 0.1), read("warmUp.steps=7").warmUp().orElseThrow());
    assertEquals(new Averaging(0.9998, 2000), read("averaging={}").averaging().orElseThrow());
    assertEquals(
        "AdamW[learningRate=0.5, beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.01]",
        read("optimizer={\"type\": \"AdamW\", \"learningRate\": 0.5}").optimizer().toString());
    assertEquals(
        "Adam[learningRate=0.5, beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.0]",
        read("optimizer={\"type\": \"Adam\", \"learningRate\": 0.5}").optimizer().toString());
    assertEquals(
        new Rate.Cosine(0, Optional.empty(), Rate.Every.STEP), read("rate.type=Cosine").rate());
    assertEquals(new Rate.Linear(0, Rate.Every.STEP), read("rate.type=Linear").rate());
  }

  @Test
  void aScheduleSurvivesWritingAndReading() {
    Schedule schedule =
        read(
            "rate={\"type\": \"MultiStep\", \"epochs\": [1]}",
            "clip=35",
            "start={\"weights\": \"a.ckpt\", \"newClasses\": true, \"frozen\": [\"backbone.*\"]}",
            "groups.rates=[{\"names\": [\"head.*\"], \"factor\": 10}]");
    String text = Config.toText(schedule, Schedule.class);
    assertEquals(
        schedule,
        Config.read(new Source("y.json", text), Schedule.class, List.of(), Catalog.empty()));
  }

  @Test
  void mistakesAreNamedWithTheirPlace() {
    refused("epochs: expected 1 or more, found 0", "epochs=0");
    refused(
        "rate: epochs: expected numbers above 0 that rise, found [3, 3]",
        "rate={\"type\": \"MultiStep\", \"epochs\": [3, 3]}");
    refused(
        "rate: expected a learning rate that falls, found 0.5 that becomes 0.75",
        "rate={\"type\": \"Cosine\", \"least\": 0.75}");
    refused(
        "start: newClasses: expected weights with it, found none", "start={\"newClasses\": true}");
    refused("warmUp: steps: expected 1 or more, found 0", "warmUp.steps=0");
    refused("rhythm: keep: expected 1 or more, found 0", "rhythm.keep=0");
    refused(
        "optimizer: momentum: expected 0 or more and less than 1, found 1.5",
        "optimizer.momentum=1.5");
  }

  private static void refused(String problem, String change) {
    String message = assertThrows(ConfigException.class, () -> read(change)).getMessage();
    assertEquals("x.json: " + problem, message);
  }

  /** NanoDet's warm-up, 1 − (1 − step / steps) · (1 − ratio), and its falls after epochs. */
  @Test
  void warmUpRisesAndMultiStepFalls() {
    Schedule schedule =
        read(
            "warmUp={\"steps\": 4, \"ratio\": 0.2}",
            "rate={\"type\": \"MultiStep\", \"epochs\": [1, 2]}");
    double[] expected = {0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.05, 0.05};
    for (int step = 0; step < expected.length; step++) {
      assertEquals(expected[step], schedule.learningRate(step, 10), 1e-12, "step " + step);
    }
    assertEquals(0.005, schedule.learningRate(20, 10), 1e-12);
  }

  /** PyTorch's CosineAnnealingLR: a quarter of the way it is at (1 + √½) / 2. */
  @Test
  void aCosineFallsByStepOrByEpoch() {
    Schedule byStep = read("rate={\"type\": \"Cosine\", \"least\": 0.1}", "epochs=4");
    assertEquals(0.5, byStep.learningRate(0, 10), 1e-12);
    assertEquals(0.1 + 0.4 * (1 + Math.sqrt(0.5)) / 2, byStep.learningRate(10, 10), 1e-12);
    assertEquals(0.3, byStep.learningRate(20, 10), 1e-12);
    Schedule byEpoch = read("rate={\"type\": \"Cosine\", \"every\": \"EPOCH\"}", "epochs=4");
    assertEquals(byEpoch.learningRate(10, 10), byEpoch.learningRate(19, 10));
    assertEquals(0.25, byEpoch.learningRate(20, 10), 1e-12);
    Schedule shorter = read("rate={\"type\": \"Cosine\", \"epochs\": 2}", "epochs=4");
    assertEquals(0.25, shorter.learningRate(10, 10), 1e-12);
    assertEquals(0, shorter.learningRate(30, 10), 1e-12);
  }

  /** megvii's: from the learning rate to nothing in a straight line. */
  @Test
  void aLineFallsToItsEnd() {
    Schedule schedule = read("rate.type=Linear");
    assertEquals(0.5, schedule.learningRate(0, 10), 1e-12);
    assertEquals(0.125, schedule.learningRate(15, 10), 1e-12);
    assertEquals(0.025, schedule.learningRate(19, 10), 1e-12);
  }
}
