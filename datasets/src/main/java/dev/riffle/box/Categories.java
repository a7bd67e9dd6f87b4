package dev.riffle.box;

import dev.riffle.text.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The categories of a data set in the order of a model's classes: the index is the class. */
public record Categories(List<Category> list) {

  /**
   * Checks that ids are distinct. Names need not be: exported data sets repeat them.
   *
   * @throws IllegalArgumentException naming two categories of one id
   */
  public Categories {
    list = List.copyOf(list);
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      Category category = list.get(i);
      if (!ids.add(category.id())) {
        throw new IllegalArgumentException(
            "categories["
                + i
                + "]: id "
                + category.id()
                + " of \""
                + category.name()
                + "\" is taken by an earlier category");
      }
    }
  }

  /** For models that come without names: {@code class 0} with id 0, and so on. */
  public static Categories numbered(int count) {
    List<Category> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(new Category(i, "class " + i));
    }
    return new Categories(list);
  }

  public int size() {
    return list.size();
  }

  /**
   * The category of a class.
   *
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public Category get(int index) {
    return list.get(index);
  }

  /** The names, in class order. */
  public List<String> names() {
    return list.stream().map(Category::name).toList();
  }

  /**
   * The class of a name, as it is written or else in whatever case.
   *
   * @throws IllegalArgumentException if none has that name, suggesting the nearest, or if several
   *     have it
   */
  public int indexOf(String name) {
    int index = names().indexOf(name);
    if (index < 0) {
      List<String> alike = names().stream().filter(name::equalsIgnoreCase).toList();
      if (alike.size() == 1) {
        return names().indexOf(alike.get(0));
      }
      throw new IllegalArgumentException(
          "no category \"" + name + "\" among " + size() + Suggestion.didYouMean(name, names()));
    }
    int last = names().lastIndexOf(name);
    if (last != index) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" names several categories, ids "
              + get(index).id()
              + " and "
              + get(last).id());
    }
    return index;
  }

  /**
   * The class of a data set's id.
   *
   * @throws IllegalArgumentException if none has that id
   */
  public int indexOfId(long id) {
    for (int i = 0; i < size(); i++) {
      if (get(i).id() == id) {
        return i;
      }
    }
    throw new IllegalArgumentException("no category with id " + id + " among " + size());
  }
}
