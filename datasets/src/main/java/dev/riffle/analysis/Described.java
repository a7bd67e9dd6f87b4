package dev.riffle.analysis;

import dev.riffle.box.Category;
import dev.riffle.dataset.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers and names as lists and maps that any writer of JSON can take. */
public final class Described {
  private Described() {}

  /** Null where it is infinite or not a number, which JSON has no words for. */
  public static Double number(double value) {
    return Double.isInfinite(value) || Double.isNaN(value) ? null : value;
  }

  public static List<Double> numbers(double[] values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(number(value));
    }
    return list;
  }

  /** A map that begins with what a category is called. */
  public static Map<String, Object> category(Category category) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", category.id());
    map.put("name", category.name());
    return map;
  }

  /** The category of an index; one with id −1 stands for all. */
  public static Category category(Dataset dataset, int index) {
    return index < 0 ? new Category(-1, "all") : dataset.categories().get(index);
  }
}
