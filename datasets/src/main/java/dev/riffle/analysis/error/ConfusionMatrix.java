package dev.riffle.analysis.error;

import dev.riffle.analysis.Columns;
import dev.riffle.analysis.Described;
import dev.riffle.box.Category;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Settings;
import dev.riffle.eval.match.Matching;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What objects were taken for. In every image the detections of at least a score and the objects
 * are paired off, whatever their categories: of all pairs that overlap enough the one with the
 * greatest overlap first, of equals the one whose categories agree, then the one with the higher
 * score, then the one that comes earlier in the file. A detection left over is background taken for
 * an object, an object left over one taken for background. Crowds are not objects: a detection left
 * over that lies on one of its own category is left out.
 *
 * @param iou overlap from which on a pair is possible
 * @param score least score of the detections
 * @param counts {@code [truth][detection]}, both categories and then background
 * @param leftOut detections on crowds
 */
public record ConfusionMatrix(
    double iou, double score, List<Category> categories, int[][] counts, int leftOut) {
  private static final String BACKGROUND = "background";
  private static final int SHOWN_WHOLE = 16; // categories
  private static final int SHOWN_PAIRS = 20;

  public ConfusionMatrix {
    categories = List.copyOf(categories);
  }

  /**
   * Pairs off detections and objects as the settings choose them, of any size.
   *
   * @param iou above 0, at most 1
   * @param score detections of lower ones and those whose score is not a number do not take part
   * @throws IllegalArgumentException if one of them is out of range
   */
  public static ConfusionMatrix of(
      Dataset dataset, Results results, Settings settings, double iou, double score) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("score: expected a number, found NaN");
    }
    Matching chosen = OneImage.chosen(dataset, results, settings, iou);
    int size = chosen.categories().size();
    Pairing pairing = new Pairing(size, Math.min(iou, 1 - 1e-10), score, results.scores());
    OneImage.each(dataset, results, settings, chosen, iou, pairing);
    List<Category> categories = new ArrayList<>();
    for (Matching.OfCategory its : chosen.categories()) {
      categories.add(Described.category(dataset, its.category()));
    }
    return new ConfusionMatrix(iou, score, categories, pairing.counts, pairing.leftOut);
  }

  /** The row and column of what is no object. */
  public int background() {
    return categories.size();
  }

  /** How many objects of a category there are; for background detections of nothing. */
  public int truths(int category) {
    int sum = 0;
    for (int count : counts[category]) {
      sum += count;
    }
    return sum;
  }

  /** How many detections of a category took part; for background objects that were missed. */
  public int detections(int category) {
    int sum = 0;
    for (int[] row : counts) {
      sum += row[category];
    }
    return sum;
  }

  private String name(int category) {
    return category == background() ? BACKGROUND : categories.get(category).name();
  }

  /** For people: the matrix, or what matters of it where it is large; lines ended. */
  public String table() {
    return categories.size() <= SHOWN_WHOLE ? whole() : byCategory() + '\n' + mostFrequent();
  }

  private String whole() {
    int size = categories.size() + 1;
    String[] head = new String[size + 1];
    head[0] = "truth \\ found";
    for (int k = 0; k < size; k++) {
      head[k + 1] = name(k);
    }
    Columns columns = new Columns(1, head);
    for (int row = 0; row < size; row++) {
      String[] cells = new String[size + 1];
      cells[0] = name(row);
      for (int k = 0; k < size; k++) {
        cells[k + 1] = Integer.toString(counts[row][k]);
      }
      columns.row(cells);
    }
    return columns.text();
  }

  private String byCategory() {
    Columns columns =
        new Columns(1, "category", "truths", "right", "confused", "missed", "on background");
    for (int k = 0; k < background(); k++) {
      int missed = counts[k][background()];
      columns.row(
          name(k),
          Integer.toString(truths(k)),
          Integer.toString(counts[k][k]),
          Integer.toString(truths(k) - counts[k][k] - missed),
          Integer.toString(missed),
          Integer.toString(counts[background()][k]));
    }
    return columns.text();
  }

  private String mostFrequent() {
    List<int[]> pairs = new ArrayList<>();
    for (int row = 0; row < background(); row++) {
      for (int k = 0; k < background(); k++) {
        if (k != row && counts[row][k] > 0) {
          pairs.add(new int[] {row, k});
        }
      }
    }
    pairs.sort((a, b) -> Integer.compare(counts[b[0]][b[1]], counts[a[0]][a[1]]));
    Columns columns = new Columns(2, "truth", "taken for", "times");
    for (int[] pair : pairs.subList(0, Math.min(pairs.size(), SHOWN_PAIRS))) {
      columns.row(name(pair[0]), name(pair[1]), Integer.toString(counts[pair[0]][pair[1]]));
    }
    return columns.text();
  }

  /** For machines: rows are truths, columns detections, background last. */
  public Object described() {
    List<Object> list = new ArrayList<>();
    for (Category category : categories) {
      list.add(Described.category(category));
    }
    List<Object> matrix = new ArrayList<>();
    for (int[] row : counts) {
      List<Integer> cells = new ArrayList<>();
      for (int count : row) {
        cells.add(count);
      }
      matrix.add(cells);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("iou", iou);
    map.put("score", Described.number(score));
    map.put("categories", list);
    map.put("matrix", matrix);
    map.put("leftOut", leftOut);
    return map;
  }
}
