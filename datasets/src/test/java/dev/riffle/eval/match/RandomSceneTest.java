package dev.riffle.eval.match;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Results;
import dev.riffle.eval.AreaRange;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fast evaluator against the plain one, on small scenes full of ties and odd settings. */
class RandomSceneTest {

  private static final double[] SIZES = {10, 10, 20, 20, 40, 17, 32, 100, 0, -5};
  private static final double[] SCORES = {
    .1, .5, .5, .5, .7, .9, .9, 1, 0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY
  };
  private static final double[] AREAS = {100, 400, 1023.9, 1024, 1024, 5000, 9216, 1e4, 1e11};

  @Test
  void fastAgreesWithPlain() {
    Random random = new Random(20240917);
    for (int i = 0; i < 1500; i++) {
      Scene scene = scene(random);
      Dataset dataset = scene.dataset();
      Results results = scene.results();
      Settings settings = settings(random, dataset);
      try {
        MutationTest.assertSame(
            PlainEvaluator.evaluate(dataset, results, settings),
            Evaluator.evaluate(dataset, results, settings));
      } catch (AssertionError e) {
        throw new AssertionError("scene " + i + ", " + settings, e);
      }
    }
  }

  private static double any(Random random, double[] values) {
    return values[random.nextInt(values.length)];
  }

  private static Scene scene(Random random) {
    int images = 1 + random.nextInt(4);
    Ids ids =
        random.nextInt(4) == 0
            ? Ids.of(
                List.of("b", "a10", "a9", "\ud83d\ude00").subList(0, images).toArray(String[]::new))
            : random.nextBoolean() ? Ids.of(range(images)) : Ids.of(scattered(random, images));
    int categories = 1 + random.nextInt(3);
    Scene scene = new Scene(ids, scattered(random, categories));
    boolean crowded = random.nextInt(3) == 0; // everything in one place
    int truths = random.nextInt(12);
    for (int i = 0; i < truths; i++) {
      int image = crowded ? 0 : random.nextInt(images + 1) - 1;
      int category = crowded ? 0 : random.nextInt(categories + 1) - 1;
      boolean crowd = random.nextInt(4) == 0;
      double id = random.nextInt(3) == 0 ? random.nextInt(5) : 100 + i;
      if (crowd) {
        scene.crowd(box(random));
      } else {
        scene.truthAt(id, image, category, any(random, AREAS), box(random));
      }
    }
    int detections = random.nextInt(40);
    for (int i = 0; i < detections; i++) {
      int image = crowded ? 0 : random.nextInt(images);
      int category = crowded ? 0 : random.nextInt(categories + 1) - 1;
      scene.detectionAt(image, category, any(random, SCORES), box(random));
    }
    return scene;
  }

  private static double[] box(Random random) {
    double x = random.nextInt(3) * 5;
    double y = random.nextInt(2) * 5;
    double[] box = {x, y, any(random, SIZES), any(random, SIZES)};
    if (random.nextInt(40) == 0) {
      box[random.nextInt(4)] = random.nextBoolean() ? Double.NaN : Double.POSITIVE_INFINITY;
    }
    return box;
  }

  private static long[] range(int count) {
    long[] ids = new long[count];
    for (int i = 0; i < count; i++) {
      ids[i] = i;
    }
    return ids;
  }

  private static long[] scattered(Random random, int count) {
    return random.longs(1, 1L << 40).distinct().limit(count).toArray();
  }

  private static Settings settings(Random random, Dataset dataset) {
    Settings settings = Settings.coco(IouType.BBOX).withThreads(1 + random.nextInt(3));
    if (random.nextBoolean()) {
      double[] thresholds = {.5, .25, 1, .75, 0, .85, -1, 2};
      int count = random.nextInt(8) == 0 ? 70 : 1 + random.nextInt(12);
      settings =
          settings.withIouThresholds(
              random.doubles(count).map(x -> any(random, thresholds)).toArray());
    }
    if (random.nextBoolean()) {
      double[] recalls = {0, .5, .3, 1, .1, -1, 1.5, .7000000000000001};
      settings =
          settings.withRecallThresholds(
              random.doubles(1 + random.nextInt(6)).map(x -> any(random, recalls)).toArray());
    }
    if (random.nextBoolean()) {
      settings = settings.withMaxDetections(random.ints(1 + random.nextInt(4), 1, 9).toArray());
    }
    if (random.nextInt(3) == 0) {
      List<AreaRange> areas = new ArrayList<>();
      int count = random.nextInt(8) == 0 ? 67 : 1 + random.nextInt(7);
      for (int a = 0; a < count; a++) {
        areas.add(new AreaRange("r" + a, any(random, AREAS), any(random, AREAS)));
      }
      settings = settings.withAreas(areas);
    }
    if (random.nextInt(3) == 0) {
      settings = settings.withImages(indices(random, dataset.images().size()));
    }
    if (random.nextInt(3) == 0) {
      settings = settings.withCategories(indices(random, dataset.categories().size()));
    }
    return settings.withUseCategories(random.nextInt(3) > 0).withStrictIds(random.nextInt(4) > 0);
  }

  private static int[] indices(Random random, int size) {
    return random.ints(1 + random.nextInt(3), 0, size).toArray();
  }
}
