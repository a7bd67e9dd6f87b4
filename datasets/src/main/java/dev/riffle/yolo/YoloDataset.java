package dev.riffle.yolo;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * YOLO's file format of annotated pictures: {@code images/…} and {@code labels/…}, twins, with a
 * text file a picture that has a line {@code class x y width height} for each object, or {@code
 * class x y x y …} for its outline; x and y are the middle of the box, and all are fractions of the
 * picture's size. The classes, counted from 0, have names in {@code data.yaml}, or in {@code
 * classes.txt} or {@code obj.names}; labels may also lie beside the pictures.
 *
 * <p>A box comes back as the same doubles that were written: as many digits are written as that
 * takes, and fractions are computed in decimals.
 *
 * <p>YOLO has no ids: pictures are numbered by {@link dev.riffle.dataset.format.FileIds}, in the
 * order of their names; annotations from 1, categories from 1, unless {@code data.yaml} has {@code
 * category_ids}, a key of Riffle's own that other programs ignore. Areas are those of the boxes or
 * polygons.
 */
public final class YoloDataset {
  private YoloDataset() {}

  /** Reads with {@link YoloOptions#DEFAULT}. */
  public static Reading read(Path path) throws IOException {
    return read(path, YoloOptions.DEFAULT);
  }

  /**
   * Reads a description ({@code data.yaml}) or a folder. The headers of the pictures are read, for
   * their sizes. File names are below the folder of pictures if that is one, else below the folder
   * that the description names.
   *
   * @throws IOException one line that begins with the file, mostly with the line in it, and says
   *     what was expected
   */
  public static Reading read(Path path, YoloOptions options) throws IOException {
    return new YoloReader(path, options).read();
  }

  /** Writes with {@link YoloOptions#DEFAULT}. */
  public static Losses write(Dataset dataset, Path folder) throws IOException {
    return write(dataset, folder, YoloOptions.DEFAULT);
  }

  /** Writes a data set of one part; see {@link #write(Map, Path, YoloOptions)}. */
  public static Losses write(Dataset dataset, Path folder, YoloOptions options) throws IOException {
    return write(Map.of(options.split().orElse("train"), dataset), folder, options);
  }

  /**
   * Writes {@code data.yaml}, {@code labels/PART/NAME.txt} of all pictures, those without
   * annotations too, and {@code images/PART}, into a new or empty folder, whole or not at all.
   *
   * <p>What of a box is outside the picture is cut off, since YOLO's trainers refuse it. Outlines
   * of several polygons become one polygon, joined by lines that are gone to and fro.
   *
   * @param parts data sets of the same categories by what they are for: {@code train}, {@code val},
   *     {@code test}
   * @return what YOLO has no place for
   * @throws IOException one line: if the folder is not empty, the categories differ, a picture's
   *     size is unknown, or its file name is absent, would leave the folder, or gives the same file
   *     of labels as another's
   */
  public static Losses write(Map<String, Dataset> parts, Path folder, YoloOptions options)
      throws IOException {
    return new YoloWriter(parts, options).write(folder);
  }
}
