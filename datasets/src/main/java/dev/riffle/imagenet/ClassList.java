package dev.riffle.imagenet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a classifier, in the order of its outputs.
 *
 * @param labels what people call each
 * @param wnids WordNet's id of each ({@code n01440764}), or empty
 */
public record ClassList(List<String> labels, List<String> wnids) {

  public ClassList {
    labels = List.copyOf(labels);
    wnids = List.copyOf(wnids);
    if (!wnids.isEmpty() && wnids.size() != labels.size()) {
      throw new IllegalArgumentException(
          "expected an id for each of " + labels.size() + " classes, found " + wnids.size());
    }
  }

  /**
   * Reads a list. A text file has a class a line, its label, before which its id may stand: {@code
   * n01440764 tench}. JSON is an array of classes or an object of them by index; a class is a
   * label, {@code ["n01440764", "tench"]}, or {@code {"wnid": "n01440764", "label": "tench"}}.
   *
   * @throws IOException one line that begins with the path
   */
  public static ClassList read(Path file) throws IOException {
    return ClassListFile.read(file);
  }

  public int size() {
    return labels.size();
  }

  /**
   * The class that an index or an id means.
   *
   * @throws IllegalArgumentException if there is none, saying what was expected
   */
  public int indexOf(String indexOrWnid) {
    boolean isIndex = indexOrWnid.matches("\\d{1,9}");
    int index = isIndex ? Integer.parseInt(indexOrWnid) : wnids.indexOf(indexOrWnid);
    if (index < 0 || index >= size()) {
      String known =
          wnids.isEmpty() ? " (no list of the classes gives their ids)" : " or one of their ids";
      throw new IllegalArgumentException(
          "expected a class, 0 to " + (size() - 1) + known + ", found \"" + indexOrWnid + '"');
    }
    return index;
  }
}
