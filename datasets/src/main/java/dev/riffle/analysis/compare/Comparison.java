package dev.riffle.analysis.compare;

import dev.riffle.analysis.Columns;
import dev.riffle.analysis.Described;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import dev.riffle.eval.match.Evaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two results on the same images, A and B, figure by figure, and how far chance in the choice of
 * images may account for the difference: as many images as there are are drawn with replacement,
 * the same ones for A and B, and both are accumulated again, many times over. Intervals are the
 * middle 95 % of what comes out. Repeated images and categories that are not drawn at all move AP
 * itself a little, mostly up, so the interval of one figure need not lie around it evenly; in the
 * difference that cancels out.
 *
 * @param images how many images were drawn each time
 * @param resamples how many times
 * @param seed of the draws; the same one gives the same numbers on any number of threads
 * @param figures in COCO's order
 */
public record Comparison(int images, int resamples, long seed, List<Figure> figures) {

  /** Where 95 % of the resamples lie; not a number where no resample has anything to find. */
  public record Interval(double low, double high) {}

  /**
   * One figure. Resamples in which there is nothing to find for it do not count.
   *
   * @param name as in AP, AP50, APs, AR100
   * @param a of all images, −1 where there is nothing to find
   * @param b likewise
   * @param difference b − a; not a number where there is nothing to find
   * @param better share of the resamples in which B is greater than A; not a number where none
   *     counts
   */
  public record Figure(
      String name,
      double a,
      double b,
      double difference,
      Interval ofA,
      Interval ofB,
      Interval ofDifference,
      double better) {}

  public Comparison {
    figures = List.copyOf(figures);
  }

  /**
   * Compares.
   *
   * @param settings their recall thresholds must ascend
   * @throws IllegalArgumentException if there are no images, no resamples, or the recall thresholds
   *     do not ascend
   */
  public static Comparison of(
      Dataset dataset, Results a, Results b, Settings settings, int resamples, long seed) {
    Bootstrap bootstrap = new Bootstrap(dataset, settings, resamples, seed);
    Summary ofA = Summary.of(Evaluator.evaluate(dataset, a, settings));
    Summary ofB = Summary.of(Evaluator.evaluate(dataset, b, settings));
    double[][][] drawn = bootstrap.run(a, b, Bootstrap.selections(settings, ofA));
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < ofA.figures().size(); i++) {
      String name = ofA.names().get(i);
      figures.add(figure(name, ofA.stats()[i], ofB.stats()[i], drawn[0][i], drawn[1][i]));
    }
    return new Comparison(bootstrap.imageCount(), resamples, seed, figures);
  }

  private static Figure figure(String name, double a, double b, double[] drawnA, double[] drawnB) {
    int count = 0;
    int better = 0;
    double[] ofA = new double[drawnA.length];
    double[] ofB = new double[drawnA.length];
    double[] differences = new double[drawnA.length];
    for (int i = 0; i < drawnA.length; i++) {
      if (drawnA[i] >= 0 && drawnB[i] >= 0) {
        ofA[count] = drawnA[i];
        ofB[count] = drawnB[i];
        differences[count++] = drawnB[i] - drawnA[i];
        better += drawnB[i] > drawnA[i] ? 1 : 0;
      }
    }
    return new Figure(
        name,
        a,
        b,
        a < 0 || b < 0 ? Double.NaN : b - a,
        Bootstrap.middle(ofA, count),
        Bootstrap.middle(ofB, count),
        Bootstrap.middle(differences, count),
        count == 0 ? Double.NaN : (double) better / count);
  }

  /** For people, lines ended. */
  public String table() {
    Columns columns = new Columns(1, "figure", "A", "95 %", "B", "95 %", "B - A", "95 %", "B > A");
    for (Figure figure : figures) {
      columns.row(
          figure.name,
          Columns.figure(figure.a),
          text(figure.ofA),
          Columns.figure(figure.b),
          text(figure.ofB),
          Columns.number(figure.difference, 3),
          text(figure.ofDifference),
          Double.isNaN(figure.better)
              ? Columns.figure(-1)
              : Columns.number(100 * figure.better, 1) + " %");
    }
    return columns.text() + resamples + " resamples of " + images + " images, seed " + seed + "\n";
  }

  private static String text(Interval interval) {
    return Double.isNaN(interval.low)
        ? Columns.figure(-1)
        : Columns.number(interval.low, 3) + " to " + Columns.number(interval.high, 3);
  }

  /** For machines; null where nothing is to be found in any resample. */
  public Object described() {
    List<Object> list = new ArrayList<>();
    for (Figure figure : figures) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", figure.name);
      map.put("a", figure.a);
      map.put("b", figure.b);
      map.put("difference", Described.number(figure.difference));
      map.put("intervalOfA", interval(figure.ofA));
      map.put("intervalOfB", interval(figure.ofB));
      map.put("intervalOfDifference", interval(figure.ofDifference));
      map.put("shareBetter", Described.number(figure.better));
      list.add(map);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("images", images);
    map.put("resamples", resamples);
    map.put("seed", seed);
    map.put("figures", list);
    return map;
  }

  private static Object interval(Interval interval) {
    return Double.isNaN(interval.low) ? null : List.of(interval.low, interval.high);
  }
}
