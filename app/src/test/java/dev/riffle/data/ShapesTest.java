package dev.riffle.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.coco.CocoCategories;
import dev.riffle.config.json.ConfigException;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.Zoo;
import dev.riffle.image.Picture;
import dev.riffle.loader.Batch;
import dev.riffle.loader.Loader;
import dev.riffle.loader.picture.PictureSet;
import dev.riffle.loader.sample.Samples;
import dev.riffle.shapes.draw.Scene;
import dev.riffle.shapes.draw.ShapeKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShapesTest {
  private static Experiment experiment(String... changes) {
    return Zoo.read("shapes", List.of(changes));
  }

  @Test
  void theDemosNetworkLearnsFromScenesThatItIsNotMeasuredBy() throws IOException {
    Experiment experiment = experiment();
    assertEquals(ShapeKind.categories(), experiment.categoryList());
    Datasets datasets = experiment.datasets().orElseThrow();
    PictureSet<Truths> train = datasets.detectionTrain(experiment.head().classes());
    PictureSet<Truths> val = datasets.detectionVal(train.categories()).orElseThrow();
    try (Picture picture = train.read(0)) {
      assertArrayEquals(Scene.draw(0).bgr(), picture.bgr());
    }
    try (Picture picture = val.read(1)) {
      assertArrayEquals(Scene.draw(Scene.HELD_OUT + 1).bgr(), picture.bgr());
    }
  }

  /** The same batch whoever asks for it, its boxes inside the input. */
  @Test
  void batchesDependOnTheSeedAlone() throws IOException {
    Experiment experiment = experiment("datasets.train.scenes=9");
    Datasets datasets = experiment.datasets().orElseThrow();
    PictureSet<Truths> train = datasets.detectionTrain(10);
    float[][] pixels = new float[2][];
    for (int i = 0; i < 2; i++) {
      try (Samples<Truths> samples =
              datasets.trainingSamples(train, experiment.input().preprocess());
          Loader<Truths> loader = new Loader<>(samples, 3, 1, 0, i + 1)) {
        Batch<Truths> batch = loader.next();
        pixels[i] = batch.pixels();
        for (Truths truths : batch.answers()) {
          for (Truths.Truth truth : truths.objects()) {
            assertEquals(truth.box(), truth.box().clipped(320, 320));
            assertTrue(truth.box().area() > 0);
          }
        }
      }
    }
    assertArrayEquals(pixels[0], pixels[1]);
  }

  @Test
  void scenesForEvaluationAreNotLearntFrom() {
    String line =
        assertThrows(ConfigException.class, () -> experiment("datasets.train.first=999999999999"))
            .getMessage();
    assertTrue(line.contains("datasets.train: first: expected 0 to 999999976000, found"), line);
    String none =
        assertThrows(ConfigException.class, () -> experiment("datasets.train.scenes=0"))
            .getMessage();
    assertTrue(none.contains("datasets.train: scenes: expected 1 to"), none);
  }

  @Test
  void otherCategoriesAreRefused() {
    Optional<Categories> coco = Optional.of(CocoCategories.DETECTION);
    String line =
        assertThrows(IOException.class, () -> new Shapes(1, 0, false).read(coco)).getMessage();
    assertTrue(line.startsWith("drawn scenes 0 to 0: expected the categories of training"), line);
  }
}
