package dev.riffle.convert;

import dev.riffle.coco.CocoDataset;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.format.FileNames;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.Reading;
import dev.riffle.voc.VocDataset;
import dev.riffle.voc.VocOptions;
import dev.riffle.yolo.YoloDataset;
import dev.riffle.yolo.YoloOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reading and writing of annotated pictures in any format.
 *
 * @param voc how VOC files are read and written
 * @param yolo how YOLO files are read and written
 */
public record Conversion(VocOptions voc, YoloOptions yolo) {

  /** With both formats' defaults. */
  public static final Conversion DEFAULT = new Conversion(VocOptions.DEFAULT, YoloOptions.DEFAULT);

  /**
   * Reads a file or folder.
   *
   * @throws IOException one line that begins with a path and says where what was expected
   */
  public Reading read(Path path, Format format) throws IOException {
    return switch (format) {
      case COCO -> new Reading(CocoDataset.read(path), Optional.empty(), Losses.NONE);
      case VOC -> VocDataset.read(path, voc);
      case YOLO -> YoloDataset.read(path, yolo);
    };
  }

  /**
   * Writes a file (COCO) or a new or empty folder (VOC, YOLO), whole or not at all.
   *
   * @return what the format has no place for
   * @throws IOException one line that begins with a path and says what is in the way
   */
  public Losses write(Dataset dataset, Path path, Format format) throws IOException {
    return switch (format) {
      case COCO -> Losses.NONE.with(CocoDataset.write(dataset, path), FileNames.STRAY, "left out");
      case VOC -> VocDataset.write(dataset, path, voc);
      case YOLO -> YoloDataset.write(dataset, path, yolo);
    };
  }
}
