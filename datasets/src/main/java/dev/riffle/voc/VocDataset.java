package dev.riffle.voc;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.Reading;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Pascal VOC's file format of annotated pictures: a folder {@code Annotations} of XML files, one a
 * picture, beside {@code JPEGImages} and lists of names in {@code ImageSets/Main}; or a folder of
 * XML files alone, or one XML file. Folders may be nested.
 *
 * <p>Boxes there name the first and the last pixel inside, counted from 1, as VOC's own programs
 * count: {@code x = xmin − 1}, {@code width = xmax − xmin + 1}. Numbers need not be whole, and are
 * written whole only where they are, so that a box comes back as the same doubles.
 *
 * <p>VOC has no ids: pictures are numbered by {@link dev.riffle.dataset.format.FileIds}, in the
 * order of the names of their XML files; annotations from 1. Areas are those of the boxes.
 */
public final class VocDataset {
  private VocDataset() {}

  /** Reads with {@link VocOptions#DEFAULT}. */
  public static Reading read(Path path) throws IOException {
    return read(path, VocOptions.DEFAULT);
  }

  /**
   * Reads a folder or a file.
   *
   * @throws IOException one line that begins with the file and the line in it, and says what was
   *     expected: if XML is malformed, has a document type or lacks something, if a listed file is
   *     absent, or an object's name is not among the given categories
   */
  public static Reading read(Path path, VocOptions options) throws IOException {
    return new VocReader(path, options).read();
  }

  /** Writes with {@link VocOptions#DEFAULT}. */
  public static Losses write(Dataset dataset, Path folder) throws IOException {
    return write(dataset, folder, VocOptions.DEFAULT);
  }

  /**
   * Writes {@code Annotations/NAME.xml} of all pictures, those without annotations too, and their
   * list, into a new or empty folder, whole or not at all.
   *
   * @return what VOC has no place for
   * @throws IOException one line: if the folder is not empty, or if a picture's file name is
   *     absent, would leave the folder, or gives the same XML file as another's
   */
  public static Losses write(Dataset dataset, Path folder, VocOptions options) throws IOException {
    return new VocWriter(dataset, options).write(folder);
  }
}
