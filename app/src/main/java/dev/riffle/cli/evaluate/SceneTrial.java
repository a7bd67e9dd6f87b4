package dev.riffle.cli.evaluate;

import dev.riffle.box.Box;
import dev.riffle.box.Categories;
import dev.riffle.box.Detection;
import dev.riffle.cli.console.Progress;
import dev.riffle.coco.CocoResult;
import dev.riffle.coco.CocoResults;
import dev.riffle.coco.ImageId;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.dataset.Shapes;
import dev.riffle.detect.Detector;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.match.Evaluator;
import dev.riffle.image.Picture;
import dev.riffle.image.draw.Drawing;
import dev.riffle.image.input.Homography;
import dev.riffle.image.input.Warp;
import dev.riffle.report.Times;
import dev.riffle.shapes.DrawnScenes;
import dev.riffle.shapes.SceneColumns;
import dev.riffle.shapes.draw.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A detector tried on scenes: each is drawn, looked at, and perhaps kept as a picture with boxes.
 *
 * @param dataset what is in the scenes
 * @param evaluation of what was found
 * @param times what finding took, a scene each
 */
record SceneTrial(Dataset dataset, Evaluation evaluation, Times times) {
  private static final double SHOWN_SCORE = 0.35;
  private static final int ENLARGED = 2; // times, so that tags can be read

  /**
   * Runs.
   *
   * @param kept where pictures go
   * @param most how many are kept
   */
  static SceneTrial run(
      DrawnScenes scenes, Detector detector, Categories categories, Path kept, int most)
      throws IOException {
    SceneColumns columns = new SceneColumns(scenes);
    List<CocoResult> results = new ArrayList<>();
    double[] milliseconds = new double[scenes.count()];
    try (Progress progress = new Progress("scenes", scenes.count())) {
      for (int i = 0; i < scenes.count(); i++) {
        Scene scene = scenes.scene(i);
        columns.add(scene);
        try (Picture picture = scene.picture()) {
          long start = System.nanoTime();
          List<Detection> found = detector.detect(picture);
          milliseconds[i] = (System.nanoTime() - start) / 1e6;
          ImageId id = new ImageId.Number(scenes.id(i));
          found.forEach(one -> results.add(CocoResult.of(id, one, categories)));
          if (i < most) {
            String name = String.format(Locale.ROOT, "shapes-%02d.png", i + 1);
            keep(picture, found, new Drawing(categories), kept.resolve(name));
          }
        }
        progress.step();
      }
    }
    Dataset dataset = columns.dataset();
    Results told = results.isEmpty() ? nothing() : CocoResults.of(results, dataset);
    Evaluation evaluation = Evaluator.evaluate(dataset, told, Settings.coco(IouType.BBOX));
    return new SceneTrial(dataset, evaluation, new Times(milliseconds));
  }

  private static Results nothing() {
    int[] none = {};
    double[] numbers = {};
    return new Results(
        "no results", Results.Kind.BOXES, none, none, numbers, numbers, numbers, Shapes.NONE, null);
  }

  private static void keep(Picture picture, List<Detection> found, Drawing drawing, Path file)
      throws IOException {
    int width = picture.width();
    int height = picture.height();
    Homography scale = Homography.scale(ENLARGED, ENLARGED);
    Warp enlarge =
        new Warp(
            width,
            height,
            scale,
            ENLARGED * width,
            ENLARGED * height,
            ENLARGED * width,
            ENLARGED * height);
    try (Picture large = enlarge.apply(picture)) {
      drawing.draw(
          large,
          found.stream()
              .filter(one -> one.score() > SHOWN_SCORE)
              .map(one -> new Detection(enlarged(one.box()), one.category(), one.score()))
              .toList());
      large.write(file);
    }
  }

  private static Box enlarged(Box box) {
    return new Box(
        ENLARGED * box.left(),
        ENLARGED * box.top(),
        ENLARGED * box.right(),
        ENLARGED * box.bottom());
  }
}
