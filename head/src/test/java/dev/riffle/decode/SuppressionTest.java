package dev.riffle.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import dev.riffle.graph.Tensor;
import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuppressionTest {

  private static Candidates candidates(float[]... rows) {
    Candidates candidates = new Candidates();
    for (float[] row : rows) {
      candidates.add(row[0], row[1], row[2], row[3], (int) row[4], row[5]);
    }
    return candidates;
  }

  private static List<Float> scores(List<Detection> detections) {
    return detections.stream().map(Detection::score).toList();
  }

  @Test
  void theLesserOfTwoThatOverlapGoesUnlessItsClassDiffers() {
    Candidates candidates =
        candidates(
            new float[] {0, 0, 10, 10, 0, 0.5f},
            new float[] {0, 0, 10, 9, 0, 0.9f},
            new float[] {0, 0, 10, 10, 1, 0.4f},
            new float[] {20, 20, 30, 30, 0, 0.3f});
    assertEquals(List.of(0.9f, 0.4f, 0.3f), scores(new Suppression(0.6, 100).apply(candidates)));
    assertEquals(List.of(0.9f, 0.4f), scores(new Suppression(0.6, 2).apply(candidates)));
  }

  @Test
  void equalScoresKeepTheirOrder() {
    Candidates candidates =
        candidates(new float[] {0, 0, 10, 10, 0, 0.5f}, new float[] {1, 0, 10, 10, 0, 0.5f});
    List<Detection> kept = new Suppression(0.5, 100).apply(candidates);
    assertEquals(1, kept.size());
    assertEquals(0, kept.get(0).box().left());
  }

  /** As a stable sort by {@link Float#compare} has them, for whatever a network may give. */
  @Test
  void scoresAreOrderedAsFloatsCompare() {
    float[] scores = {
      0, -0f, 1, Float.NaN, -1, 0.5f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 0, -2, 1e30f, 0.5f,
    };
    Candidates candidates = new Candidates();
    for (int i = 0; i < scores.length; i++) {
      candidates.add(10 * i, 0, 10 * i + 5, 5, 0, scores[i]);
    }
    List<Float> expected =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Float.compare(scores[b], scores[a]))
            .map(i -> 10f * i)
            .toList();
    List<Detection> found = new Suppression(0.5, 100).apply(candidates);
    assertEquals(expected, found.stream().map(detection -> detection.box().left()).toList());
  }

  @Test
  void classesThatAreNotWantedGo() {
    Candidates candidates =
        candidates(
            new float[] {0, 0, 1, 1, 2, 0.5f},
            new float[] {1, 2, 3, 4, 0, 0.9f},
            new float[] {5, 6, 7, 8, 1, 0.4f},
            new float[] {2, 2, 3, 3, 0, 0.3f});
    candidates.keep(index -> index < 2);
    assertEquals(3, candidates.size());
    assertEquals(new Box(1, 2, 3, 4), candidates.box(0));
    assertEquals(new Box(5, 6, 7, 8), candidates.box(1));
    assertEquals(1, candidates.classIndex(1));
    assertEquals(0.3f, candidates.score(2));
  }

  @Test
  void nothingComesOfNothing() {
    assertEquals(List.of(), new Suppression(0.6, 100).apply(new Candidates()));
  }

  @Test
  void emptyBoxesDoNotOverlap() {
    Candidates candidates =
        candidates(new float[] {5, 5, 5, 5, 0, 0.5f}, new float[] {5, 5, 5, 5, 0, 0.4f});
    assertEquals(2, new Suppression(0.6, 100).apply(candidates).size());
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Suppression(1.5, 100));
    assertThrows(IllegalArgumentException.class, () -> new Suppression(Double.NaN, 100));
    assertThrows(IllegalArgumentException.class, () -> new Suppression(0.5, 0));
  }

  /** 300 boxes with 263 ties in their scores, an overlap of exactly 0.6 and one of exactly 0.5. */
  @Test
  void keepsWhatTheOriginalKeeps() throws IOException {
    StateDict nms = StateDict.read(Shared.path("fixtures/nanodet_ops/nms.safetensors"));
    float[] boxes = nms.get("boxes").toTensor().data();
    float[] scores = nms.get("scores").toTensor().data();
    long[] classes = nms.get("classes").toLongs();
    Candidates candidates = new Candidates();
    for (int i = 0; i < scores.length; i++) {
      add(candidates, boxes, i, (int) classes[i], scores[i]);
    }
    assertSame(
        nms.get("batched_dets_iou0.6").toTensor(), new Suppression(0.6, 300).apply(candidates));
    for (String overlap : List.of("0.5", "0.6", "0.65")) {
      Candidates ofOneClass = new Candidates();
      for (int i = 0; i < scores.length; i++) {
        add(ofOneClass, boxes, i, 0, scores[i]);
      }
      long[] kept = nms.get("keep_agnostic_iou" + overlap).toLongs();
      List<Detection> found = new Suppression(Double.parseDouble(overlap), 300).apply(ofOneClass);
      assertEquals(kept.length, found.size());
      for (int i = 0; i < kept.length; i++) {
        assertEquals(boxes[4 * (int) kept[i]], found.get(i).box().left());
        assertEquals(scores[(int) kept[i]], found.get(i).score());
      }
    }
  }

  /** Every class of every box above 0.05, the best 100: eight scores lie exactly on 0.05. */
  @Test
  void keepsTheOriginalsHundredOfManyClasses() throws IOException {
    StateDict nms = StateDict.read(Shared.path("fixtures/nanodet_ops/nms.safetensors"));
    float[] boxes = nms.get("boxes").toTensor().data();
    Tensor scores = nms.get("multiclass_scores_with_zero_background_column").toTensor();
    int columns = scores.size(1);
    Candidates candidates = new Candidates();
    for (int i = 0; i < scores.size(0); i++) {
      for (int c = 0; c < columns - 1; c++) {
        float score = scores.data()[i * columns + c];
        if (score > 0.05f) {
          add(candidates, boxes, i, c, score);
        }
      }
    }
    assertEquals(490, candidates.size());
    List<Detection> found = new Suppression(0.6, 100).apply(candidates);
    assertSame(nms.get("multiclass_dets_thr0.05_iou0.6_max100").toTensor(), found);
    long[] labels = nms.get("multiclass_labels").toLongs();
    for (int i = 0; i < labels.length; i++) {
      assertEquals(labels[i], found.get(i).category());
    }
  }

  private static void add(Candidates into, float[] boxes, int i, int classIndex, float score) {
    into.add(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3], classIndex, score);
  }

  private static void assertSame(Tensor rows, List<Detection> found) {
    assertEquals(rows.size(0), found.size());
    for (int i = 0; i < found.size(); i++) {
      Detection detection = found.get(i);
      assertEquals(rows.data()[5 * i], detection.box().left());
      assertEquals(rows.data()[5 * i + 3], detection.box().bottom());
      assertEquals(rows.data()[5 * i + 4], detection.score());
    }
  }
}
