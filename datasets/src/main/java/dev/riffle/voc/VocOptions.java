package dev.riffle.voc;

import dev.riffle.box.Categories;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How VOC files are understood and written.
 *
 * @param imageSet which list of {@code ImageSets/Main} to read, without {@code .txt}; if empty all
 *     files. In writing the name of the list, {@code all} if empty
 * @param difficult what becomes of difficult objects
 * @param categories in reading: the categories and their ids, since VOC only has names; if empty
 *     those that occur, in the order of their names, with ids from 1
 * @param wholePixels in writing: whether boxes are rounded to whole pixels, as some readers need
 * @param pictures in writing: the folder whose pictures are copied to {@code JPEGImages}; if empty
 *     none are
 */
public record VocOptions(
    Optional<String> imageSet,
    Difficult difficult,
    Optional<Categories> categories,
    boolean wholePixels,
    Optional<Path> pictures) {
  static final String ALL = "all";

  /**
   * All files, difficult objects as crowds, the categories that occur; exact boxes, no pictures.
   */
  public static final VocOptions DEFAULT =
      new VocOptions(Optional.empty(), Difficult.CROWD, Optional.empty(), false, Optional.empty());

  public VocOptions withImageSet(String name) {
    return new VocOptions(Optional.of(name), difficult, categories, wholePixels, pictures);
  }

  public VocOptions withDifficult(Difficult other) {
    return new VocOptions(imageSet, other, categories, wholePixels, pictures);
  }

  public VocOptions withCategories(Categories known) {
    return new VocOptions(imageSet, difficult, Optional.of(known), wholePixels, pictures);
  }

  public VocOptions withWholePixels() {
    return new VocOptions(imageSet, difficult, categories, true, pictures);
  }

  public VocOptions withPictures(Path folder) {
    return new VocOptions(imageSet, difficult, categories, wholePixels, Optional.of(folder));
  }
}
