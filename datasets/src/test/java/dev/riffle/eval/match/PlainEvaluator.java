package dev.riffle.eval.match;

import dev.riffle.box.Category;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Results;
import dev.riffle.eval.AreaRange;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Settings;
import dev.riffle.eval.overlap.Overlaps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * COCO's rules written down one after the other, with nothing made fast: what the evaluator is
 * compared with. It can be told to break single rules, to see whether a case would notice.
 */
final class PlainEvaluator {
  private final Dataset dataset;
  private final Results results;
  private final Settings settings;
  private final Set<Quirk> quirks;
  private final Overlaps overlaps; // of masks and keypoints; boxes are compared here
  private final List<Integer> images; // ascending
  private final List<Integer> categories; // of all cells
  private final Map<List<Integer>, List<Integer>> truths = new HashMap<>(); // of image, category
  private final Map<List<Integer>, List<Integer>> detections = new HashMap<>();

  private PlainEvaluator(Dataset dataset, Results results, Settings settings, Set<Quirk> quirks) {
    this.dataset = dataset;
    this.results = results;
    this.quirks = quirks;
    this.settings =
        quirks.contains(Quirk.GRIDS_BY_HUNDREDTHS) ? withPlainGrids(settings) : settings;
    overlaps = Overlaps.of(dataset, results, settings);
    Ids ids = dataset.images().ids();
    images = all(settings.images(), ids.size()).stream().distinct().sorted(ids::compare).toList();
    List<Integer> listed = all(settings.categories(), dataset.categories().size());
    Comparator<Integer> byId = Comparator.comparing(k -> dataset.categories().get(k).id());
    categories =
        settings.useCategories()
            ? listed.stream().distinct().sorted(byId).toList()
            : settings.categories() == null ? listed.stream().sorted(byId).toList() : listed;
    gather();
  }

  static Evaluation evaluate(Dataset dataset, Results results, Settings settings, Quirk... quirks) {
    Set<Quirk> set = EnumSet.noneOf(Quirk.class);
    set.addAll(List.of(quirks));
    return new PlainEvaluator(dataset, results, settings, set).evaluate();
  }

  private static List<Integer> all(int[] given, int size) {
    int[] list = given == null ? IntStream.range(0, size).toArray() : given;
    return Arrays.stream(list).boxed().toList();
  }

  private static Settings withPlainGrids(Settings settings) {
    double[] ious = settings.iouThresholds().clone();
    Arrays.setAll(ious, i -> 0.5 + 0.05 * i);
    double[] recalls = settings.recallThresholds().clone();
    Arrays.setAll(recalls, i -> i / 100.0);
    return settings.withIouThresholds(ious).withRecallThresholds(recalls);
  }

  private void gather() {
    Annotations annotations = dataset.annotations();
    for (int image : images) {
      for (int i = 0; i < annotations.size(); i++) {
        int category = annotations.category()[i];
        boolean wanted = !settings.useCategories() || categories.contains(category);
        if (annotations.image()[i] == image && wanted && !dropped(i)) {
          int last = i; // the last of that id stands in
          for (int j = i + 1; j < annotations.size(); j++) {
            if (annotations.ids().compare(i, j) == 0) {
              last = j;
            }
          }
          add(truths, annotations.image()[last], annotations.category()[last], last);
        }
      }
    }
    Map<Integer, List<Integer>> byImage = new HashMap<>();
    for (int d = 0; d < results.size(); d++) {
      byImage.computeIfAbsent(results.image()[d], i -> new ArrayList<>()).add(d);
    }
    for (int image : images) {
      List<Integer> here = byImage.getOrDefault(image, List.of());
      if (quirks.contains(Quirk.LIMIT_PER_IMAGE)) {
        List<Integer> best = sorted(here).stream().limit(settings.most()).toList();
        here = here.stream().filter(best::contains).toList();
      }
      for (int d : here) {
        add(detections, image, results.category()[d], d);
      }
    }
  }

  private boolean dropped(int truth) {
    return quirks.contains(Quirk.CROWDS_DROPPED) && dataset.annotations().crowds()[truth];
  }

  private static void add(
      Map<List<Integer>, List<Integer>> cells, int image, int category, int entry) {
    cells.computeIfAbsent(List.of(image, category), c -> new ArrayList<>()).add(entry);
  }

  private double score(int detection) {
    double score = results.scores()[detection];
    return quirks.contains(Quirk.SCORES_IN_FLOAT) ? (float) score : score;
  }

  // Stable, descending; not-a-number last.
  private List<Integer> sorted(List<Integer> list) {
    List<Integer> sorted = new ArrayList<>(list);
    if (quirks.contains(Quirk.UNSTABLE_SORT)) {
      java.util.Collections.reverse(sorted); // one of the orders that such a sort may give
    }
    sorted.sort(
        (a, b) -> {
          double x = -score(a) + 0.0;
          double y = -score(b) + 0.0;
          return x < y ? -1 : x > y ? 1 : Boolean.compare(Double.isNaN(x), Double.isNaN(y));
        });
    return sorted;
  }

  private Evaluation evaluate() {
    List<Category> axis = new ArrayList<>();
    List<List<Integer>> merged = new ArrayList<>(); // the categories behind each on the axis
    if (settings.useCategories()) {
      for (int k : categories) {
        axis.add(dataset.categories().get(k));
        merged.add(List.of(k));
      }
    } else {
      axis.add(new Category(-1, "all"));
      merged.add(categories);
    }
    int tkam =
        settings.iouThresholds().length
            * axis.size()
            * settings.areas().size()
            * settings.maxDetections().length;
    int size = tkam * settings.recallThresholds().length;
    Evaluation out =
        new Evaluation(settings, axis, new double[size], new double[tkam], new double[size]);
    Arrays.fill(out.precision(), -1);
    Arrays.fill(out.recall(), -1);
    Arrays.fill(out.scores(), -1);
    for (int k = 0; k < axis.size(); k++) {
      for (int a = 0; a < settings.areas().size(); a++) {
        List<PlainCell> cells = new ArrayList<>();
        for (int image : images) {
          PlainCell cell = cell(image, merged.get(k), settings.areas().get(a));
          if (cell != null) {
            cells.add(cell);
          }
        }
        for (int m = 0; m < settings.maxDetections().length; m++) {
          accumulate(cells, out, k, a, m);
        }
      }
    }
    return out;
  }

  private PlainCell cell(int image, List<Integer> merged, AreaRange area) {
    List<Integer> there = new ArrayList<>();
    List<Integer> found = new ArrayList<>();
    for (int category : merged) {
      there.addAll(truths.getOrDefault(List.of(image, category), List.of()));
      found.addAll(detections.getOrDefault(List.of(image, category), List.of()));
    }
    if (there.isEmpty() && found.isEmpty()) {
      return null;
    }
    if (quirks.contains(Quirk.AREA_FILTER_BEFORE_MATCHING)) {
      found.removeIf(d -> !area.holds(results.areas()[d]));
    }
    if (quirks.contains(Quirk.LIMIT_BEFORE_SORT)) {
      found = found.stream().limit(settings.most()).toList();
    }
    found = sorted(found).stream().limit(settings.most()).toList();
    return new PlainCell(dataset, results, settings, quirks, overlaps, there, found, area);
  }

  private void accumulate(List<PlainCell> cells, Evaluation out, int k, int a, int m) {
    List<int[]> ranked = new ArrayList<>(); // cell, rank inside
    List<Integer> list = new ArrayList<>();
    int positives = 0;
    for (int c = 0; c < cells.size(); c++) {
      PlainCell cell = cells.get(c);
      positives += cell.positives();
      for (int d = 0; d < Math.min(cell.found.size(), settings.maxDetections()[m]); d++) {
        list.add(ranked.size());
        ranked.add(new int[] {c, d});
      }
    }
    if (positives == 0) {
      return;
    }
    int[] detectionOf = ranked.stream().mapToInt(r -> cells.get(r[0]).found.get(r[1])).toArray();
    Comparator<Integer> order =
        Comparator.comparing((Integer i) -> -score(detectionOf[i]) + 0.0); // puts not-a-number last
    if (quirks.contains(Quirk.UNSTABLE_SORT)) {
      java.util.Collections.reverse(list);
    }
    list.sort(order);
    for (int t = 0; t < settings.iouThresholds().length; t++) {
      curve(cells, ranked, list, detectionOf, positives, out, new int[] {t, k, a, m});
    }
  }

  private void curve(
      List<PlainCell> cells,
      List<int[]> ranked,
      List<Integer> order,
      int[] detectionOf,
      int positives,
      Evaluation out,
      int[] at) {
    List<Double> recall = new ArrayList<>();
    List<Double> precision = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    double right = 0;
    double wrong = 0;
    double epsilon = quirks.contains(Quirk.NO_EPSILON) ? 0 : Math.ulp(1.0);
    for (int i : order) {
      PlainCell cell = cells.get(ranked.get(i)[0]);
      boolean matched = cell.matched[at[0]][ranked.get(i)[1]];
      boolean ignored = cell.ignored[at[0]][ranked.get(i)[1]];
      if (ignored && quirks.contains(Quirk.IGNORED_LOSE_THEIR_RANK)) {
        continue;
      }
      right += matched && !ignored ? 1 : 0;
      wrong += !matched && !ignored ? 1 : 0;
      recall.add(right / positives);
      precision.add(right + wrong == 0 ? 0 : right / (wrong + right + epsilon));
      scores.add(results.scores()[detectionOf[i]]);
    }
    int n = recall.size();
    out.recall()[out.at(at[0], at[1], at[2], at[3])] = n == 0 ? 0 : recall.get(n - 1);
    if (!quirks.contains(Quirk.PRECISION_NOT_ENVELOPED)) {
      for (int i = n - 1; i > 0; i--) {
        precision.set(i - 1, Math.max(precision.get(i - 1), precision.get(i)));
      }
    }
    boolean cut = false;
    for (int r = 0; r < settings.recallThresholds().length; r++) {
      int index = 0;
      while (index < n && recall.get(index) < settings.recallThresholds()[r]) {
        index++;
      }
      cut |= index == n;
      int place = out.at(at[0], r, at[1], at[2], at[3]);
      out.precision()[place] = cut ? 0 : precision.get(index);
      out.scores()[place] = cut ? 0 : scores.get(index);
    }
  }
}
