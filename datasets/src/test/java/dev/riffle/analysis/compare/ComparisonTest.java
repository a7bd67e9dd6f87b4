package dev.riffle.analysis.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Results;
import dev.riffle.eval.AreaRange;
import dev.riffle.eval.CocoTree;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import dev.riffle.eval.match.Evaluator;
import dev.riffle.eval.match.Scene;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resampled figures against the evaluator's own on images that were really left out or doubled. */
class ComparisonTest {
  private static final Settings COCO = Settings.coco(IouType.BBOX);
  private static final double[] HERE = {0, 0, 10, 10};

  private static double[] resampled(
      Dataset dataset, Results results, Settings settings, int[] weights) {
    Summary summary = Summary.of(Evaluator.evaluate(dataset, results, settings));
    Accumulation accumulation = new Accumulation(settings);
    Replay replay = Replay.of(dataset, results, settings);
    accumulation.accumulate(replay, new int[weights.length]); // leaves nothing behind
    accumulation.accumulate(replay, weights);
    return Bootstrap.selections(settings, summary).stream()
        .mapToDouble(selection -> selection.from(accumulation))
        .toArray();
  }

  private static double[] evaluated(Dataset dataset, Results results, Settings settings) {
    return Summary.of(Evaluator.evaluate(dataset, results, settings)).stats();
  }

  @ParameterizedTest
  @CsvSource({
    "val2014/instances_val2014_100.json, val2014/instances_val2014_fakebbox100_results.json",
    "synthetic/synth_small_gt.json.gz, synthetic/synth_small_dt.json.gz"
  })
  void everyImageOnceIsTheEvaluation(String annotations, String detections) throws IOException {
    Path folder = Shared.path("coco-eval");
    Dataset dataset = CocoTree.dataset(folder.resolve(annotations));
    Results results = CocoTree.results(folder.resolve(detections), dataset);
    int[] once = new int[dataset.images().size()];
    Arrays.fill(once, 1);
    assertArrayEquals(
        evaluated(dataset, results, COCO), resampled(dataset, results, COCO, once), 1e-12);
    // 7 · 10 combinations do not fit one block of 64; a threshold that is not among them.
    Settings many =
        COCO.withIouThresholds(.3, .5, .55, .6, .65, .7, .8, .85, .9, .95)
            .withAreas(
                IntStream.range(0, 7).mapToObj(i -> new AreaRange("a" + i, 500 * i, 1e5)).toList())
            .withMaxDetections(2, 5, 40);
    double[] stats = evaluated(dataset, results, many);
    assertEquals(-1, stats[2], 0);
    assertArrayEquals(stats, resampled(dataset, results, many, once), 1e-12);
    // Half of the images.
    int[] chosen = IntStream.range(0, once.length).filter(i -> i * 7 % 4 < 2).toArray();
    int[] half = new int[once.length];
    for (int image : chosen) {
      half[image] = 1;
    }
    assertArrayEquals(
        evaluated(dataset, results, COCO.withImages(chosen)),
        resampled(dataset, results, COCO, half),
        1e-12);
  }

  /** Random objects and detections, each image as many times as given, one after the other. */
  private static Scene random(long seed, int[] copies) {
    int total = Arrays.stream(copies).sum();
    Scene scene = new Scene(Ids.of(IntStream.range(0, total).asLongStream().toArray()), 1, 2, 3);
    int at = 0;
    for (int image = 0; image < copies.length; image++) {
      for (int copy = 0; copy < copies[image]; copy++) {
        addImage(scene, at++, new Random(31 * seed + image));
      }
    }
    return scene;
  }

  private static void addImage(Scene scene, int image, Random random) {
    int objects = random.nextInt(5);
    for (int i = 0; i < objects; i++) {
      int category = random.nextInt(3);
      double width = 20 + random.nextInt(100);
      double x = 200 * i;
      scene.truthAt(1000 * image + i + 1, image, category, width * 50, x, 0, width, 50);
      if (random.nextInt(4) > 0) {
        double share = .5 + .5 * random.nextDouble();
        scene.detectionAt(image, category, random.nextDouble(), x, 0, width * share, 50);
      }
      scene.detectionAt(image, random.nextInt(2), random.nextDouble(), x, 500, width, 50);
    }
  }

  @Test
  void imagesDrawnTwiceCountAsTwoImages() {
    int[] weights = {2, 0, 1, 3, 1, 0, 2, 1};
    int[] once = new int[weights.length];
    Arrays.fill(once, 1);
    for (long seed = 0; seed < 20; seed++) {
      Scene single = random(seed, once);
      Scene expanded = random(seed, weights);
      assertArrayEquals(
          evaluated(expanded.dataset(), expanded.results(), COCO),
          resampled(single.dataset(), single.results(), COCO, weights),
          1e-12,
          "seed " + seed);
    }
  }

  @Test
  void aDetectorIsNotBetterThanItself() {
    Scene scene = random(3, new int[] {1, 1, 1, 1, 1, 1});
    Comparison its = Comparison.of(scene.dataset(), scene.results(), scene.results(), COCO, 50, 1);
    Comparison.Figure ap = its.figures().get(0);
    assertEquals("AP", ap.name());
    assertEquals(evaluated(scene.dataset(), scene.results(), COCO)[0], ap.a(), 0);
    assertEquals(0, ap.difference(), 0);
    assertEquals(new Comparison.Interval(0, 0), ap.ofDifference());
    assertEquals(0, ap.better(), 0);
    assertEquals(ap.ofA(), ap.ofB());
    assertTrue(ap.ofA().low() <= ap.a() && ap.a() <= ap.ofA().high(), ap.toString());
  }

  @Test
  void finderOfMoreIsBetterInMostDraws() {
    // One object in each of two images: A finds the first, B both. Of the four draws 1 1 makes them
    // equal (A 1), 2 2 takes all from A (0), the other two half of it (51 of 101 points).
    Scene truths = new Scene().truth(HERE).truthAt(2, 1, 0, 100, HERE);
    Results b = truths.detection(.9, HERE).detectionAt(1, 0, .8, HERE).results();
    Results a = new Scene().detection(.9, HERE).results();
    Comparison its = Comparison.of(truths.dataset(), a, b, COCO, 4000, 7);
    Comparison.Figure ap = its.figures().get(0);
    assertEquals(51 / 101.0, ap.a(), 1e-12);
    assertEquals(50 / 101.0, ap.difference(), 1e-12);
    assertEquals(0, ap.ofA().low(), 0);
    assertEquals(1, ap.ofA().high(), 1e-12);
    assertEquals(1, ap.ofB().low(), 1e-12);
    assertEquals(1, ap.ofDifference().high(), 1e-12);
    assertEquals(0, ap.ofDifference().low(), 1e-12);
    // 3/4, give or take five standard deviations of 0.0068.
    assertEquals(.75, ap.better(), .035);
    assertEquals(2, its.images());
    assertTrue(its.table().contains("4000 resamples of 2 images, seed 7"), its.table());
    // Nothing is large.
    Comparison.Figure large = its.figures().get(5);
    assertEquals("APl", large.name());
    assertEquals(-1, large.a(), 0);
    assertTrue(Double.isNaN(large.better()) && Double.isNaN(large.ofA().low()));
  }

  @Test
  void seedDecidesAndThreadsDoNot() {
    Scene one = random(1, new int[] {1, 1, 1, 1, 1, 1, 1, 1});
    Scene other = random(2, new int[] {1, 1, 1, 1, 1, 1, 1, 1});
    Comparison first = compare(one, other, COCO.withThreads(1), 5);
    assertEquals(first, compare(one, other, COCO.withThreads(3), 5));
    assertTrue(!first.figures().equals(compare(one, other, COCO, 6).figures()));
  }

  private static Comparison compare(Scene one, Scene other, Settings settings, long seed) {
    return Comparison.of(one.dataset(), one.results(), other.results(), settings, 40, seed);
  }

  @Test
  void onlyChosenImagesAreDrawn() {
    // What is found in the second image cannot matter.
    Scene scene = new Scene().truth(HERE).truthAt(2, 1, 0, 100, HERE).detectionAt(1, 0, .9, HERE);
    Settings first = COCO.withImages(0);
    Comparison its = Comparison.of(scene.dataset(), scene.results(), scene.results(), first, 20, 1);
    assertEquals(1, its.images());
    assertEquals(new Comparison.Interval(0, 0), its.figures().get(0).ofA());
  }

  @Test
  void intervalsLeaveTheOuterFortiethsOut() {
    // 0 … 100: the 2.5th and 97.5th percentile lie halfway between two of them.
    double[] values = IntStream.rangeClosed(0, 100).mapToDouble(i -> 100 - i).toArray();
    Comparison.Interval interval = Bootstrap.middle(values, values.length);
    assertEquals(2.5, interval.low(), 1e-12);
    assertEquals(97.5, interval.high(), 1e-12);
    assertEquals(new Comparison.Interval(4, 4), Bootstrap.middle(new double[] {4}, 1));
  }

  @Test
  void badArgumentsAreRefused() {
    Scene scene = random(1, new int[] {1, 1});
    assertRefused("resamples: expected at least 1, found 0", scene, COCO, 0);
    assertRefused(
        "recall thresholds: expected ascending ones, found [0.0, 0.5, 0.2]",
        scene,
        COCO.withRecallThresholds(0, .5, .2),
        10);
    assertRefused(
        "images: expected at least one to draw, found none",
        new Scene(Ids.of(new long[0]), 1),
        COCO,
        10);
  }

  private static void assertRefused(String message, Scene scene, Settings settings, int resamples) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Comparison.of(
                    scene.dataset(), scene.results(), scene.results(), settings, resamples, 1));
    assertEquals(message, e.getMessage());
  }
}
