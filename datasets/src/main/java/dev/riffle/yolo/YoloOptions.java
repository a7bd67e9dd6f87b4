package dev.riffle.yolo;

import dev.riffle.box.Categories;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How YOLO files are understood and written.
 *
 * @param split which part to read ({@code train}, {@code val}, {@code test}); if empty all that
 *     there are. In writing the name of the part, {@code train} if empty
 * @param categories in reading: the categories and their ids, among which the classes are looked up
 *     by their names; if empty the classes themselves
 * @param outlines in writing: whether to write polygons, as for segmentation, in place of boxes
 * @param pictures in writing: the folder whose pictures are copied beside; if empty none are, and
 *     they have to be put there before the files can be read again
 */
public record YoloOptions(
    Optional<String> split,
    Optional<Categories> categories,
    boolean outlines,
    Optional<Path> pictures) {

  /** All parts, the classes as they are; boxes, no pictures. */
  public static final YoloOptions DEFAULT =
      new YoloOptions(Optional.empty(), Optional.empty(), false, Optional.empty());

  public YoloOptions withSplit(String name) {
    return new YoloOptions(Optional.of(name), categories, outlines, pictures);
  }

  public YoloOptions withCategories(Categories known) {
    return new YoloOptions(split, Optional.of(known), outlines, pictures);
  }

  public YoloOptions withOutlines() {
    return new YoloOptions(split, categories, true, pictures);
  }

  public YoloOptions withPictures(Path folder) {
    return new YoloOptions(split, categories, outlines, Optional.of(folder));
  }
}
