package dev.riffle.eval.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunningEvaluationTest {

  private static final int IMAGES = 9;
  private static final Settings SETTINGS = Settings.coco(IouType.BBOX);

  // Half of the scores are equal, so that the order shows.
  private static Scene scene() {
    Random random = new Random(7);
    Scene scene = new Scene(Ids.of(5, 3, 90, 1, 2, 40, 8, 7, 6), 2, 1, 9);
    for (int i = 0; i < 60; i++) {
      int category = random.nextInt(3);
      scene.truthAt(i + 1, random.nextInt(IMAGES), category, 500 * i, box(random));
    }
    for (int i = 0; i < 400; i++) {
      double score = random.nextInt(8) / 8.0;
      scene.detectionAt(random.nextInt(IMAGES), random.nextInt(3), score, box(random));
    }
    return scene;
  }

  private static double[] box(Random random) {
    return new double[] {
      random.nextInt(3) * 4, random.nextInt(2) * 4, 20 + random.nextInt(4), 20 + random.nextInt(4)
    };
  }

  private static void add(RunningEvaluation running, Results results, int image) {
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (results.image()[i] == image) {
        float x = (float) results.boxes()[4 * i];
        float y = (float) results.boxes()[4 * i + 1];
        float width = (float) results.boxes()[4 * i + 2];
        float height = (float) results.boxes()[4 * i + 3];
        Box box = new Box(x, y, x + width, y + height);
        detections.add(new Detection(box, results.category()[i], (float) results.scores()[i]));
      }
    }
    running.add(image, detections);
  }

  @Test
  void anyOrderGivesTheSame() {
    Dataset dataset = scene().dataset();
    Results results = scene().results();
    Evaluation atOnce = Evaluator.evaluate(dataset, results, SETTINGS);
    assertTrue(atOnce.recall()[0] > 0);
    List<Integer> order = new ArrayList<>();
    for (int image = 0; image < IMAGES; image++) {
      order.add(image);
    }
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(order, new Random(seed));
      RunningEvaluation running = new RunningEvaluation(dataset, SETTINGS);
      for (int image : order) {
        add(running, results, image);
      }
      MutationTest.assertSame(atOnce, running.result());
    }
  }

  @Test
  void mergedShardsGiveTheSame() {
    Dataset dataset = scene().dataset();
    Results results = scene().results();
    RunningEvaluation odd = new RunningEvaluation(dataset, SETTINGS);
    RunningEvaluation even = new RunningEvaluation(dataset, SETTINGS);
    for (int image = IMAGES - 1; image >= 0; image--) {
      add(image % 2 == 0 ? even : odd, results, image);
    }
    Evaluation ofOdd = odd.result();
    odd.merge(even);
    MutationTest.assertSame(Evaluator.evaluate(dataset, results, SETTINGS), odd.result());
    assertTrue(ofOdd.recall()[0] < odd.result().recall()[0]);
    assertThrows(IllegalArgumentException.class, () -> odd.merge(even));
  }

  @Test
  void wholeResultsGiveTheSame() {
    Dataset dataset = scene().dataset();
    RunningEvaluation running = new RunningEvaluation(dataset, SETTINGS);
    running.add(scene().results());
    Evaluation atOnce = Evaluator.evaluate(dataset, scene().results(), SETTINGS);
    MutationTest.assertSame(atOnce, running.result());
  }

  @Test
  void nothingAddedFindsNothing() {
    Evaluation none = new RunningEvaluation(scene().dataset(), SETTINGS).result();
    assertEquals(0, Summary.of(none).stats()[0]);
  }

  @Test
  void refusesWhatDoesNotFit() {
    RunningEvaluation running = new RunningEvaluation(scene().dataset(), SETTINGS);
    running.add(1, List.of());
    assertEquals("image 3 was added before", refusal(() -> running.add(1, List.of())));
    assertEquals(
        "expected the index of an image below 9, found 9",
        refusal(() -> running.add(9, List.of())));
    Detection unknown = new Detection(new Box(0, 0, 1, 1), 3, .5f);
    assertEquals(
        "image 2: expected the index of a category below 3, found 3",
        refusal(() -> running.add(2, List.of(unknown))));
    assertEquals(
        "expected boxes and scores of 2 detections, found 4 and 2 numbers",
        refusal(() -> running.add(3, new int[2], new double[4], new double[2])));
  }

  private static String refusal(Runnable attempt) {
    return assertThrows(IllegalArgumentException.class, attempt::run).getMessage();
  }
}
