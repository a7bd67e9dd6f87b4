package dev.riffle.analysis;

import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Summary;
import dev.riffle.eval.match.Matching;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The figures of every category in a row.
 *
 * @param areas labels of the area ranges
 * @param overall which of them stands for objects of any size
 */
public record CategoryTable(List<String> areas, int overall, List<Row> rows) {

  /**
   * One category.
   *
   * @param figures −1 where there is nothing to find
   * @param truths objects to be found, crowds not among them
   * @param detections those within the limit of their image
   */
  public record Row(Evaluation.OfCategory figures, int truths, int detections) {}

  public CategoryTable {
    areas = List.copyOf(areas);
    rows = List.copyOf(rows);
  }

  /**
   * Puts figures and counts side by side.
   *
   * @param matching of the same results and settings, in the range that stands for any size and at
   *     any threshold
   * @throws IllegalArgumentException if both do not have the same number of categories
   */
  public static CategoryTable of(Evaluation evaluation, Matching matching) {
    List<Evaluation.OfCategory> figures = evaluation.perCategory();
    if (figures.size() != matching.categories().size()) {
      throw new IllegalArgumentException(
          "matching: expected "
              + figures.size()
              + " categories as in the evaluation, found "
              + matching.categories().size());
    }
    List<Row> rows = new ArrayList<>();
    for (int k = 0; k < figures.size(); k++) {
      Matching.OfCategory its = matching.categories().get(k);
      rows.add(new Row(figures.get(k), its.positives(), its.detections().length));
    }
    List<String> areas = new ArrayList<>();
    evaluation.settings().areas().forEach(area -> areas.add(area.label()));
    return new CategoryTable(areas, Summary.overall(evaluation.settings()), rows);
  }

  /** For people, lines ended. */
  public String table() {
    List<String> head = new ArrayList<>(List.of("id", "category", "AP", "AP50", "AP75"));
    for (int a = 0; a < areas.size(); a++) {
      if (a != overall) {
        head.add("AP " + areas.get(a));
      }
    }
    head.addAll(List.of("AR", "truths", "detections"));
    Columns columns = new Columns(2, head.toArray(String[]::new));
    for (Row row : rows) {
      Evaluation.OfCategory its = row.figures;
      List<String> cells = new ArrayList<>();
      cells.add(Long.toString(its.category().id()));
      cells.add(its.category().name());
      cells.add(Columns.figure(its.ap()));
      cells.add(Columns.figure(its.ap50()));
      cells.add(Columns.figure(its.ap75()));
      for (int a = 0; a < areas.size(); a++) {
        if (a != overall) {
          cells.add(Columns.figure(its.areas().get(a)));
        }
      }
      cells.add(Columns.figure(its.ar()));
      cells.add(Integer.toString(row.truths));
      cells.add(Integer.toString(row.detections));
      columns.row(cells.toArray(String[]::new));
    }
    return columns.text();
  }

  /** For machines: a map for each category; −1 where there is nothing to find. */
  public Object described() {
    List<Object> list = new ArrayList<>();
    for (Row row : rows) {
      Evaluation.OfCategory its = row.figures;
      Map<String, Object> map = Described.category(its.category());
      map.put("AP", its.ap());
      map.put("AP50", its.ap50());
      map.put("AP75", its.ap75());
      map.put("AR", its.ar());
      map.put("areas", its.areas());
      map.put("truths", row.truths);
      map.put("detections", row.detections);
      list.add(map);
    }
    return list;
  }
}
