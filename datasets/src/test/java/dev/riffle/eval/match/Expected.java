package dev.riffle.eval.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.riffle.eval.CocoTree;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Summary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What pycocotools 2.0.11 made of a case: digests of the arrays, and the figures. */
record Expected(JsonObject json) {

  static Expected read(Path path) throws IOException {
    return new Expected(CocoTree.read(path).getAsJsonObject());
  }

  /** Everything, to the bit; figures to the last place. */
  void assertSame(Evaluation found) {
    assertArrays(found);
    double[] stats = stats();
    assertFigures(stats, Summary.asPycocotools(found).stats(), 1);
    assertPerCategory(found, 1);
    Summary following = Summary.of(found);
    JsonObject generic = json.getAsJsonObject("generic");
    if (following.stats().length == stats.length) {
      stats[0] = generic.getAsJsonArray("AP").get(0).getAsDouble();
      assertFigures(stats, following.stats(), 1);
    }
    double[] byIou = numbers(generic.getAsJsonArray("AP_by_iou"));
    for (int t = 0; t < byIou.length; t++) {
      double threshold = found.settings().iouThresholds()[t];
      int last = found.settings().maxDetections().length - 1;
      double its = found.meanPrecision(threshold, -1, 0, last);
      assertEquals(byIou[t], its, Math.ulp(its), "AP at " + threshold);
    }
  }

  void assertArrays(Evaluation found) {
    assertEquals(
        List.of(ints("counts")),
        List.of(java.util.Arrays.toString(found.counts()).replace(" ", "")),
        "counts");
    JsonObject digests = json.getAsJsonObject("sha256");
    assertEquals(digests.get("recall").getAsString(), sha256(found.recall()), "recall");
    assertEquals(digests.get("precision").getAsString(), sha256(found.precision()), "precision");
    assertEquals(digests.get("scores").getAsString(), sha256(found.scores()), "scores");
  }

  /** Figures alone, where pycocotools itself depends on the machine. */
  void assertClose(Evaluation found, double by) {
    double[] stats = stats();
    double[] its = Summary.asPycocotools(found).stats();
    assertEquals(stats.length, its.length);
    for (int i = 0; i < stats.length; i++) {
      assertEquals(stats[i], its[i], by, "stats[" + i + "]");
    }
  }

  double[] stats() {
    return numbers(json.getAsJsonArray("stats"));
  }

  private void assertPerCategory(Evaluation found, int ulps) {
    JsonArray list = json.getAsJsonArray("perCategory");
    List<Evaluation.OfCategory> its = found.perCategory();
    assertEquals(list.size(), its.size());
    for (int k = 0; k < list.size(); k++) {
      JsonObject one = list.get(k).getAsJsonObject();
      Evaluation.OfCategory category = its.get(k);
      assertEquals(one.get("id").getAsLong(), category.category().id());
      assertEquals(one.get("name").getAsString(), category.category().name());
      double[] figures = {category.ap(), category.ap50(), category.ap75(), category.ar()};
      double[] expected = new double[4];
      String[] keys = {"AP", "AP50", "AP75", "AR"};
      for (int i = 0; i < 4; i++) {
        expected[i] = one.get(keys[i]).getAsDouble();
      }
      assertFigures(expected, figures, ulps);
      double[] areas = category.areas().stream().mapToDouble(a -> a).toArray();
      assertFigures(numbers(one.getAsJsonArray("areas")), areas, ulps);
    }
  }

  private static void assertFigures(double[] expected, double[] found, int ulps) {
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], ulps * Math.ulp(expected[i]), "figure " + i);
    }
  }

  private String ints(String key) {
    return json.getAsJsonArray(key).toString();
  }

  private static double[] numbers(JsonArray array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).getAsDouble();
    }
    return numbers;
  }

  static String sha256(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
