package dev.riffle.coco;

import dev.riffle.box.Box;
import dev.riffle.coco.read.ResultMatrix;
import dev.riffle.coco.read.ResultsFile;
import dev.riffle.coco.value.CocoFormatException;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.file.WholeFile;
import dev.riffle.json.JsonBytes;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * COCO's file format of results: an array of {@code
 * {"image_id":785,"category_id":1,"bbox":[x,y,width,height],"score":s}}.
 *
 * <p>Numbers are the shortest decimals that give the exact float32 back.
 */
public final class CocoResults {
  private CocoResults() {}

  /** Reads results with as many threads as there are processors, boxes counting. */
  public static Results read(Path path, Dataset dataset) throws IOException {
    return read(path, dataset, false, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Reads results for a data set, packed with gzip or not.
   *
   * <p>The first result decides what all are: boxes, if it has one, else masks, else keypoints. A
   * result of a category that the data set does not list has category −1; one of a picture that it
   * does not list is an error.
   *
   * @param masksOnly whether boxes in the file are left aside, so that masks decide about areas
   * @param threads how many may work at once; the result does not depend on it
   * @throws IOException one line that begins with the path and says where what was expected: a
   *     {@link CocoFormatException} if the file is wrong
   */
  public static Results read(Path path, Dataset dataset, boolean masksOnly, int threads)
      throws IOException {
    try {
      JsonBytes text = JsonBytes.read(path, threads);
      return new ResultsFile(path.toString(), text, dataset, !masksOnly)
          .read(threads, CocoDataset.PIECE);
    } catch (OutOfMemoryError e) {
      throw CocoDataset.tooLarge(path, e);
    }
  }

  /**
   * The same results as if they were written and read.
   *
   * @throws CocoFormatException if there are none, or for a picture that the data set does not list
   */
  public static Results of(List<CocoResult> results, Dataset dataset) throws CocoFormatException {
    StringBuilder text = new StringBuilder();
    try {
      write(text, results);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail to be written
    }
    JsonBytes bytes = JsonBytes.of(text.toString().getBytes(StandardCharsets.UTF_8));
    return new ResultsFile("results in memory", bytes, dataset, true).read(1, CocoDataset.PIECE);
  }

  /**
   * Boxes from a matrix.
   *
   * @param rows {@code [detection][image id, x, y, width, height, score, category id]}
   * @throws CocoFormatException if there are none, for a picture that the data set does not list,
   *     or if a row has other than seven numbers
   */
  public static Results of(double[][] rows, Dataset dataset) throws CocoFormatException {
    return ResultMatrix.read(rows, dataset);
  }

  /**
   * Writes a results file, whole or not at all.
   *
   * @throws IOException one line that begins with the path
   */
  public static void write(Path path, Iterable<CocoResult> results) throws IOException {
    WholeFile.write(
        path,
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          write(writer, results);
          writer.append('\n');
          writer.flush();
        });
  }

  /** Writes the array, without a line's end. */
  public static void write(Appendable out, Iterable<CocoResult> results) throws IOException {
    String separator = "[";
    for (CocoResult result : results) {
      out.append(separator);
      append(out, result);
      separator = ",\n";
    }
    out.append(separator.equals("[") ? "[]" : "]");
  }

  private static void append(Appendable out, CocoResult result) throws IOException {
    out.append("{\"image_id\":").append(result.imageId().json());
    out.append(",\"category_id\":").append(Long.toString(result.categoryId()));
    out.append(',');
    write(out, result.box(), result.score());
    out.append('}');
  }

  /**
   * Writes the members {@code "bbox":[x,y,width,height],"score":s}, without braces.
   *
   * @throws IllegalArgumentException if a number is not finite
   */
  public static void write(Appendable out, Box box, float score) throws IOException {
    out.append("\"bbox\":[").append(decimal(box.left()));
    out.append(',').append(decimal(box.top()));
    out.append(',').append(decimal(box.width()));
    out.append(',').append(decimal(box.height()));
    out.append("],\"score\":").append(decimal(score));
  }

  /**
   * The shortest decimal that gives a number back.
   *
   * @throws IllegalArgumentException if it is not finite, for which JSON has nothing
   */
  // Before Java 19 Float.toString may give digits too many.
  public static String decimal(float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("expected a finite number, found " + value);
    }
    if (Math.abs(value) < 1e7f && value == (int) value) {
      return Integer.toString((int) value);
    }
    String text = Float.toString(value);
    if (text.indexOf('E') < 0 && !mayBeShorter(text, value)) {
      return text;
    }
    BigDecimal shortest = new BigDecimal(text);
    BigDecimal exact = new BigDecimal(value);
    while (shortest.precision() > 1) {
      BigDecimal shorter = exact.round(new MathContext(shortest.precision() - 1));
      if (shorter.floatValue() != value) {
        break;
      }
      shortest = shorter;
    }
    return shortest.toString();
  }

  // Whether the nearest decimal of a digit less lies within half a step of float32. It takes a
  // fraction of what an exact answer does, and nearly always says no.
  private static boolean mayBeShorter(String text, float value) {
    double scale = 1; // exact, as a number without an exponent has few decimals
    for (int i = text.indexOf('.') + 2; i < text.length(); i++) {
      scale *= 10;
    }
    double nearest = Math.rint(value * scale) / scale;
    return Math.abs(nearest - value) <= Math.ulp(value) * 0.5000001;
  }
}
