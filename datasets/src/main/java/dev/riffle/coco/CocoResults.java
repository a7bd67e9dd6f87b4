package dev.riffle.coco;

import dev.riffle.box.Box;
import dev.riffle.file.WholeFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * COCO's file format of results: an array of {@code
 * {"image_id":785,"category_id":1,"bbox":[x,y,width,height],"score":s}}.
 *
 * <p>Numbers are the shortest decimals that give the exact float32 back.
 */
public final class CocoResults {
  private CocoResults() {}

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
    Box box = result.box();
    out.append("{\"image_id\":").append(result.imageId().json());
    out.append(",\"category_id\":").append(Long.toString(result.categoryId()));
    out.append(",\"bbox\":[").append(decimal(box.left()));
    out.append(',').append(decimal(box.top()));
    out.append(',').append(decimal(box.width()));
    out.append(',').append(decimal(box.height()));
    out.append("],\"score\":").append(decimal(result.score())).append('}');
  }

  // Before Java 19 Float.toString may give digits too many.
  static String decimal(float value) {
    if (Math.abs(value) < 1e7f && value == (int) value) {
      return Integer.toString((int) value);
    }
    BigDecimal shortest = new BigDecimal(Float.toString(value));
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
}
