package dev.riffle.analysis.error;

import dev.riffle.analysis.Columns;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Settings;
import dev.riffle.eval.match.Matching;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why AP is not higher: every false positive and every missed object put down to one kind of error,
 * and for each kind how much AP rises where only that kind is mended. By the definitions of <a
 * href="https://arxiv.org/abs/2008.08115">TIDE</a>, whose AP is at one threshold, for objects of
 * any size, at the recalls i/100, and counts a category that has detections but no objects as 0. A
 * rise below zero, which the sampling of recall can bring about, counts as none.
 *
 * @param foreground overlap from which on a detection is right
 * @param background overlap up to which there is nothing
 * @param ap of the detections as they are; −1 if there are neither objects nor detections
 */
public record ErrorBreakdown(double foreground, double background, double ap, List<Share> shares) {

  /** The foreground threshold that TIDE takes. */
  public static final double FOREGROUND = 0.5;

  /** The background threshold that TIDE takes. */
  public static final double BACKGROUND = 0.1;

  /** What can be wrong. The last two sum up the others. */
  public enum Kind {
    CLASSIFICATION("Cls", "right place, wrong category"),
    LOCALIZATION("Loc", "right category, place not good enough"),
    BOTH("Both", "wrong category and place not good enough"),
    DUPLICATE("Dupe", "right, but the object is found already"),
    BACKGROUND("Bkg", "nothing there"),
    MISSED("Miss", "objects that nothing above would find"),
    FALSE_POSITIVE("FP", "all that is wrong"),
    FALSE_NEGATIVE("FN", "all that was not found");

    private final String label;
    private final String meaning;

    Kind(String label, String meaning) {
      this.label = label;
      this.meaning = meaning;
    }

    /** As TIDE writes it. */
    public String label() {
      return label;
    }
  }

  /**
   * One kind of error.
   *
   * @param count detections, or objects in the case of misses
   * @param gain by which AP rises where it is mended, 0 to 1
   */
  public record Share(Kind kind, int count, double gain) {}

  public ErrorBreakdown {
    shares = List.copyOf(shares);
  }

  /** With the thresholds that TIDE takes. */
  public static ErrorBreakdown of(Dataset dataset, Results results, Settings settings) {
    return of(dataset, results, settings, FOREGROUND, BACKGROUND);
  }

  /**
   * Of the detections and objects that the settings choose; their thresholds, recalls and areas do
   * not matter.
   *
   * @throws IllegalArgumentException unless 0 &lt; background &lt; foreground ≤ 1
   */
  public static ErrorBreakdown of(
      Dataset dataset, Results results, Settings settings, double foreground, double background) {
    Matching chosen = OneImage.chosen(dataset, results, settings, foreground);
    if (!(background > 0 && background < foreground)) {
      throw new IllegalArgumentException(
          "background: expected above 0 and below " + foreground + ", found " + background);
    }
    Verdicts verdicts = new Verdicts(chosen, foreground, background, results.scores());
    OneImage.each(dataset, results, settings, chosen, background, verdicts);
    verdicts.rank();
    double ap = verdicts.ap(null);
    List<Share> shares = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      double gain = ap < 0 ? 0 : Math.max(0, verdicts.ap(kind) - ap);
      shares.add(new Share(kind, verdicts.count(kind), gain));
    }
    return new ErrorBreakdown(foreground, background, ap, shares);
  }

  /** The share of a kind. */
  public Share share(Kind kind) {
    return shares.get(kind.ordinal());
  }

  /** For people, lines ended; AP and its rises in hundredths. */
  public String table() {
    Columns columns = new Columns(2, "error", "what", "count", "dAP");
    for (Share share : shares) {
      columns.row(
          share.kind.label,
          share.kind.meaning,
          Integer.toString(share.count),
          Columns.number(100 * share.gain, 2));
    }
    return "AP at IoU "
        + foreground
        + ": "
        + (ap < 0 ? Columns.figure(-1) : Columns.number(100 * ap, 2))
        + " of 100\n"
        + columns.text();
  }

  /** For machines; AP and its rises from 0 to 1. */
  public Object described() {
    List<Object> list = new ArrayList<>();
    for (Share share : shares) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("error", share.kind.label);
      map.put("count", share.count);
      map.put("dAP", share.gain);
      list.add(map);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("foreground", foreground);
    map.put("background", background);
    map.put("AP", ap);
    map.put("errors", list);
    return map;
  }
}
