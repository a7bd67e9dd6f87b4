package dev.riffle.cli.evaluate;

import dev.riffle.eval.Evaluation;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import dev.riffle.file.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An evaluation for machines: as JSON, and as raw arrays. */
final class EvaluationOutput {
  private static final int AT_ONCE = 8192; // doubles

  private EvaluationOutput() {}

  /**
   * {@code stats} follow the settings; {@code pycocotools} are what that prints, which gives −1 for
   * the first where no limit is 100.
   */
  static Map<String, Object> described(Evaluation evaluation, Summary summary) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("stats", summary.stats());
    result.put("names", summary.names());
    Settings settings = evaluation.settings();
    if (settings.iouType() == IouType.KEYPOINTS || settings.maxDetections().length >= 3) {
      result.put("pycocotools", Summary.asPycocotools(evaluation).stats());
    }
    List<Object> categories = new ArrayList<>();
    for (Evaluation.OfCategory row : evaluation.perCategory()) {
      Map<String, Object> category = new LinkedHashMap<>();
      category.put("id", row.category().id());
      category.put("name", row.category().name());
      category.put("AP", row.ap());
      category.put("AP50", row.ap50());
      category.put("AP75", row.ap75());
      category.put("AR", row.ar());
      Map<String, Object> byArea = new LinkedHashMap<>();
      for (int a = 0; a < settings.areas().size(); a++) {
        byArea.put(settings.areas().get(a).label(), row.areas().get(a));
      }
      category.put("APByArea", byArea);
      categories.add(category);
    }
    result.put("perCategory", categories);
    return result;
  }

  private static final List<String> ARRAYS = List.of("precision", "recall", "scores");

  private static Path file(String prefix, String array) {
    return Path.of(prefix + "." + array + ".f64");
  }

  /** Refuses places that could not be written, before there is anything to write. */
  static void checkDump(String prefix) throws IOException {
    for (String array : ARRAYS) {
      WholeFile.check(file(prefix, array));
    }
  }

  /** Writes the raw arrays, each whole or not at all. */
  static void dump(Evaluation evaluation, String prefix) throws IOException {
    double[][] arrays = {evaluation.precision(), evaluation.recall(), evaluation.scores()};
    for (int i = 0; i < arrays.length; i++) {
      dump(arrays[i], file(prefix, ARRAYS.get(i)));
    }
  }

  private static void dump(double[] numbers, Path file) throws IOException {
    WholeFile.write(
        file,
        out -> {
          ByteBuffer buffer =
              ByteBuffer.allocate(AT_ONCE * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          for (int from = 0; from < numbers.length; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, numbers.length - from);
            buffer.clear().asDoubleBuffer().put(numbers, from, count);
            out.write(buffer.array(), 0, count * Double.BYTES);
          }
        });
  }
}
