package dev.riffle.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.eval.match.Evaluator;
import dev.riffle.eval.match.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final Scene SCENE =
      new Scene().truth(0, 0, 10, 10).truth(50, 0, 10, 10).detection(.9, 0, 0, 10, 10);

  private static Evaluation evaluate(Settings settings) {
    return Evaluator.evaluate(SCENE.dataset(), SCENE.results(), settings);
  }

  // One of two found: precision 1 − 2⁻⁵² up to a recall of 0.5, 51 of 101 recalls.
  @Test
  void tableIsThatOfPycocotools() {
    Evaluation evaluation = evaluate(Settings.coco(IouType.BBOX));
    assertEquals(
        String.join(
            "\n",
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.505",
            " Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ] = 0.505",
            " Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=100 ] = 0.505",
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = 0.505",
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ] = -1.000",
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = -1.000",
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=  1 ] = 0.500",
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets= 10 ] = 0.500",
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.500",
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = 0.500",
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ] = -1.000",
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = -1.000",
            ""),
        Summary.of(evaluation).table());
    assertEquals(Summary.asPycocotools(evaluation), Summary.of(evaluation));
    assertEquals(
        List.of(
            "AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"),
        Summary.of(evaluation).names());
  }

  @Test
  void figuresFollowTheSettings() {
    Settings settings =
        Settings.coco(IouType.BBOX)
            .withIouThresholds(.6, .75)
            .withMaxDetections(7, 3)
            .withAreas(
                List.of(new AreaRange("tiny", 0, 50), new AreaRange(AreaRange.ALL, 0, 1e10)));
    Summary summary = Summary.of(evaluate(settings));
    assertEquals(
        List.of("AP", "AP50", "AP75", "AP-tiny", "AR3", "AR7", "AR-tiny"), summary.names());
    double[] stats = summary.stats();
    assertEquals(51 / 101.0, stats[0], 1e-12);
    assertEquals(-1, stats[1]); // 0.5 was not asked for
    assertEquals(51 / 101.0, stats[2], 1e-12);
    assertEquals(-1, stats[3]);
    assertEquals(.5, stats[5]);
    assertEquals(
        " Average Precision  (AP) @[ IoU=0.60:0.75 | area=   all | maxDets=  7 ] = 0.505",
        summary.figures().get(0).line());
    assertThrows(IllegalArgumentException.class, () -> Summary.asPycocotools(evaluate(settings)));
  }

  @Test
  void pycocotoolsAlwaysAsksForAHundred() {
    Settings settings = Settings.coco(IouType.BBOX).withMaxDetections(3, 25, 300);
    Evaluation evaluation = evaluate(settings);
    assertEquals(-1, Summary.asPycocotools(evaluation).stats()[0]);
    assertEquals(51 / 101.0, Summary.of(evaluation).stats()[0], 1e-12);
  }

  // Python rounds what the double is, a half to even: 1/16 to 0.062.
  @Test
  void roundsAsPython() {
    Summary.Figure figure = new Summary.Figure("AP", false, "0.50", "all", 100, .0625);
    assertEquals(
        " Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ] = 0.062",
        figure.line());
  }

  @Test
  void categoriesHaveTheirOwnFigures() {
    List<Evaluation.OfCategory> list = evaluate(Settings.coco(IouType.BBOX)).perCategory();
    assertEquals(2, list.size());
    assertEquals(51 / 101.0, list.get(0).ap50(), 1e-12);
    assertEquals(.5, list.get(0).ar());
    assertEquals(-1, list.get(1).ap());
  }
}
