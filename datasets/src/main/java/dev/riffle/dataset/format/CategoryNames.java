package dev.riffle.dataset.format;

import dev.riffle.box.Categories;
import dev.riffle.file.FileName;
import dev.riffle.text.Suggestion;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Categories looked up by the names that files have for them. */
public final class CategoryNames {
  private final Categories categories;
  private final Map<String, Integer> first = new HashMap<>();
  private final Map<String, Integer> second = new HashMap<>(); // of names that several have

  /** The categories that there are. */
  public CategoryNames(Categories categories) {
    this.categories = categories;
    for (int i = 0; i < categories.size(); i++) {
      String name = categories.get(i).name();
      if (first.putIfAbsent(name, i) != null) {
        second.putIfAbsent(name, i);
      }
    }
  }

  /**
   * The place of the category of a name, written as it is.
   *
   * @param file that has the name
   * @throws IOException one line that begins with the file, if none has the name, or several have
   */
  public int place(Object file, String name) throws IOException {
    Integer place = first.get(name);
    Integer other = second.get(name);
    if (place == null) {
      throw new IOException(
          file
              + ": no category "
              + FileName.shown(name)
              + " among the "
              + categories.size()
              + " given"
              + Suggestion.didYouMean(name, categories.names()));
    }
    if (other != null) {
      throw new IOException(
          file
              + ": category "
              + FileName.shown(name)
              + ": expected one of that name among those given, found ids "
              + categories.get(place).id()
              + " and "
              + categories.get(other).id());
    }
    return place;
  }
}
