package dev.riffle.eval.match;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Results;
import dev.riffle.eval.AreaRange;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchingTest {

  private static final Settings SETTINGS = Settings.coco(IouType.BBOX);

  // One right, one on the crowd, one too large and wrong, one small and wrong.
  @Test
  void tellsWhatWasFound() {
    Scene scene =
        new Scene()
            .crowd(0, 0, 100, 100)
            .truth(300, 300, 10, 10)
            .truth(400, 400, 10, 10)
            .detection(.6, 0, 0, 10, 10)
            .detection(.9, 300, 300, 10, 10)
            .detection(.8, 500, 500, 50, 50)
            .detection(.7, 300, 300, 10, 10);
    AreaRange small = SETTINGS.areas().get(1);
    Matching matching = Matching.of(scene.dataset(), scene.results(), SETTINGS, .5, small);
    Matching.OfCategory first = matching.categories().get(0);
    assertEquals(0, first.category());
    assertArrayEquals(new int[] {1, 2, 3, 0}, first.detections());
    assertArrayEquals(new int[] {1, -1, -1, 0}, first.found());
    assertArrayEquals(new boolean[] {false, true, false, true}, first.ignored());
    assertArrayEquals(new int[] {0, 1, 2}, first.truths());
    assertArrayEquals(new boolean[] {true, false, false}, first.left());
    assertEquals(2, first.positives());
    assertEquals(0, matching.categories().get(1).detections().length);
  }

  @Test
  void countsAgreeWithRecall() {
    Random random = new Random(3);
    Scene scene = new Scene(Ids.of(4, 3, 2), 1, 2);
    for (int i = 0; i < 40; i++) {
      double size = 10 + random.nextInt(100);
      double[] box = {random.nextInt(3) * 10, 0, size, size};
      scene.truthAt(i, random.nextInt(3), random.nextInt(2), size * size, box);
      scene.detectionAt(random.nextInt(3), random.nextInt(2), random.nextInt(5), box);
    }
    Dataset dataset = scene.dataset();
    Results results = scene.results();
    for (Settings settings : new Settings[] {SETTINGS, SETTINGS.withUseCategories(false)}) {
      Evaluation whole = Evaluator.evaluate(dataset, results, settings);
      for (int t = 0; t < 10; t++) {
        for (int a = 0; a < 4; a++) {
          double threshold = settings.iouThresholds()[t];
          Matching matching =
              Matching.of(dataset, results, settings, threshold, settings.areas().get(a));
          for (int k = 0; k < whole.categories().size(); k++) {
            Matching.OfCategory one = matching.categories().get(k);
            int right = 0;
            for (int rank = 0; rank < one.detections().length; rank++) {
              right += one.right(rank) ? 1 : 0;
            }
            double recall = one.positives() == 0 ? -1 : (double) right / one.positives();
            assertEquals(whole.recall()[whole.at(t, k, a, 2)], recall);
          }
        }
      }
    }
  }
}
