package dev.riffle.coco;

import dev.riffle.coco.read.AnnotationsFile;
import dev.riffle.coco.value.CocoFormatException;
import dev.riffle.dataset.Dataset;
import dev.riffle.file.WholeFile;
import dev.riffle.json.JsonBytes;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * COCO's file format of annotated pictures ({@code instances_*.json}).
 *
 * <p>An annotation needs {@code id}, {@code image_id}, {@code category_id}, {@code area} and {@code
 * iscrowd}; {@code ignore} and whatever else there is has no effect. Every annotation of the file
 * is there, in order and under its own picture and category, even if an id occurs twice. Of images
 * with one id the last counts.
 *
 * <p>Outlines are decoded when they are asked for, so a wrong one is found only then; the text of
 * the file stays in memory for them.
 */
public final class CocoDataset {
  static final int PIECE = 1 << 21; // bytes; enough pieces that all threads end together

  private CocoDataset() {}

  /** Reads a file with as many threads as there are processors. */
  public static Dataset read(Path path) throws IOException {
    return read(path, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Reads a file, packed with gzip or not.
   *
   * @param threads how many may work at once; the result does not depend on it
   * @throws IOException one line that begins with the path and says where what was expected: a
   *     {@link CocoFormatException} if the file is wrong
   */
  public static Dataset read(Path path, int threads) throws IOException {
    try {
      JsonBytes text = JsonBytes.read(path, threads);
      return new AnnotationsFile(path.toString(), text).read(threads, PIECE);
    } catch (OutOfMemoryError e) {
      throw tooLarge(path, e);
    }
  }

  static CocoFormatException tooLarge(Path path, OutOfMemoryError e) {
    return new CocoFormatException(
        path
            + ": does not fit into the "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB that this Java may use; more are given with -Xmx",
        e);
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @return how many annotations were left out, since they belong to no picture or category
   * @throws IOException one line that begins with the path
   */
  public static int write(Dataset dataset, Path path) throws IOException {
    int[] dropped = new int[1];
    WholeFile.write(
        path,
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          dropped[0] = new AnnotationsWriter(writer).write(dataset);
          writer.flush();
        });
    return dropped[0];
  }
}
