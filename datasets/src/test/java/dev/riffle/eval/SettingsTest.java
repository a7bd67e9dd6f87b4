package dev.riffle.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.eval.match.Evaluator;
import dev.riffle.eval.match.Scene;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {

  // As numpy.linspace gives them.
  @Test
  void gridsHaveTheirLastBits() {
    Settings settings = Settings.coco(IouType.BBOX);
    assertArrayEquals(
        new double[] {
          0x1.0000000000000p-1,
          0x1.199999999999ap-1,
          0x1.3333333333333p-1,
          0x1.4cccccccccccdp-1,
          0x1.6666666666666p-1,
          0x1.8000000000000p-1,
          0x1.999999999999ap-1,
          0x1.b333333333333p-1,
          0x1.cccccccccccccp-1,
          0x1.e666666666666p-1
        },
        settings.iouThresholds());
    List<Integer> differing = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      if (settings.recallThresholds()[i] != i / 100.0) {
        differing.add(i);
      }
    }
    assertEquals(List.of(35, 41, 47, 57, 69, 70, 82, 83, 94, 95), differing);
  }

  @Test
  void limitsAreSorted() {
    Settings settings = Settings.coco(IouType.BBOX).withMaxDetections(100, 1, 10);
    assertArrayEquals(new int[] {1, 10, 100}, settings.maxDetections());
  }

  @Test
  void refusesWhatCannotBeEvaluated() {
    Settings settings = Settings.coco(IouType.BBOX);
    assertEquals(
        "maxDetections: expected positive numbers, found [0, 10]",
        refusal(() -> settings.withMaxDetections(10, 0)));
    assertEquals(
        "IoU thresholds: expected numbers, found [0.5, NaN]",
        refusal(() -> settings.withIouThresholds(.5, Double.NaN)));
    assertEquals(
        "recall thresholds: expected at least one, found none",
        refusal(settings::withRecallThresholds));
    assertEquals(
        "areas: expected at least one range, found none",
        refusal(() -> settings.withAreas(List.of())));
    assertEquals("threads: expected at least 1, found 0", refusal(() -> settings.withThreads(0)));
    assertEquals(
        "area range odd: expected two numbers, found NaN to 1.0",
        refusal(() -> new AreaRange("odd", Double.NaN, 1)));
    Scene scene = new Scene();
    assertEquals(
        "settings.images: expected indices below 2, found 2",
        refusal(
            () -> Evaluator.evaluate(scene.dataset(), scene.results(), settings.withImages(0, 2))));
    assertEquals(
        "settings.categories: expected indices below 2, found -1",
        refusal(
            () ->
                Evaluator.evaluate(scene.dataset(), scene.results(), settings.withCategories(-1))));
  }

  private static String refusal(Runnable attempt) {
    return assertThrows(IllegalArgumentException.class, attempt::run).getMessage();
  }
}
