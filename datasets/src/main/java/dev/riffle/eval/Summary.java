package dev.riffle.eval;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The figures people quote, in COCO's order. */
public record Summary(List<Figure> figures) {

  /**
   * One of them.
   *
   * @param name as in AP, AP50, APs, AR100
   * @param recall false for precision
   * @param iou text of the threshold or of the first and last one
   * @param area label of the range
   * @param limit detections of an image and category
   * @param value 0 to 1, −1 where there is nothing to find or it was not evaluated
   */
  public record Figure(
      String name, boolean recall, String iou, String area, int limit, double value) {

    /** The line that pycocotools prints. */
    public String line() {
      StringBuilder line = new StringBuilder(" ");
      padded(line, recall ? "Average Recall" : "Average Precision", -18);
      line.append(recall ? " (AR) @[ IoU=" : " (AP) @[ IoU=");
      padded(line, iou, -9);
      padded(line.append(" | area="), area, 6);
      padded(line.append(" | maxDets="), Integer.toString(limit), 3);
      return line.append(" ] = ").append(decimal(value, 3)).toString();
    }

    // To the left if the width is negative. (String.format costs a cold start 50 ms.)
    private static void padded(StringBuilder line, String text, int width) {
      String blanks = " ".repeat(Math.max(0, Math.abs(width) - text.length()));
      line.append(width > 0 ? blanks : "").append(text).append(width < 0 ? blanks : "");
    }
  }

  public Summary {
    figures = List.copyOf(figures);
  }

  /**
   * The figures that follow the settings: AP, AP50 and AP75, AP of every other area range, AR for
   * every limit, AR of every other area range. All but the ARs are at the greatest limit. With
   * COCO's settings these are its twelve (for keypoints ten).
   */
  public static Summary of(Evaluation evaluation) {
    Settings settings = evaluation.settings();
    int all = overall(settings);
    int last = settings.maxDetections().length - 1;
    Rows rows = new Rows(evaluation);
    rows.add("AP", false, Double.NaN, all, last);
    rows.add("AP50", false, 0.5, all, last);
    rows.add("AP75", false, 0.75, all, last);
    rows.addAreas("AP", false, all, last);
    if (settings.iouType() == IouType.KEYPOINTS) {
      rows.add("AR", true, Double.NaN, all, last);
      rows.add("AR50", true, 0.5, all, last);
      rows.add("AR75", true, 0.75, all, last);
    } else {
      for (int m = 0; m <= last; m++) {
        rows.add(limited(settings.maxDetections()[m]), true, Double.NaN, all, m);
      }
    }
    rows.addAreas("AR", true, all, last);
    return new Summary(rows.figures);
  }

  /**
   * The figures exactly as pycocotools picks them, whatever the settings: the first is −1 unless a
   * limit of 100 was evaluated, the areas are those labelled small, medium and large.
   *
   * @throws IllegalArgumentException if there are fewer than three limits, which it cannot do
   */
  public static Summary asPycocotools(Evaluation evaluation) {
    Settings settings = evaluation.settings();
    Rows rows = new Rows(evaluation);
    if (settings.iouType() == IouType.KEYPOINTS) {
      for (boolean recall : new boolean[] {false, true}) {
        String name = recall ? "AR" : "AP";
        rows.addNamed(name, recall, Double.NaN, AreaRange.ALL, 20);
        rows.addNamed(name + "50", recall, 0.5, AreaRange.ALL, 20);
        rows.addNamed(name + "75", recall, 0.75, AreaRange.ALL, 20);
        rows.addNamed(name + "m", recall, Double.NaN, "medium", 20);
        rows.addNamed(name + "l", recall, Double.NaN, "large", 20);
      }
      return new Summary(rows.figures);
    }
    int[] limits = settings.maxDetections();
    if (limits.length < 3) {
      throw new IllegalArgumentException(
          "maxDetections: expected at least three limits, found " + limits.length);
    }
    rows.addNamed("AP", false, Double.NaN, AreaRange.ALL, 100);
    rows.addNamed("AP50", false, 0.5, AreaRange.ALL, limits[2]);
    rows.addNamed("AP75", false, 0.75, AreaRange.ALL, limits[2]);
    for (String area : new String[] {"small", "medium", "large"}) {
      rows.addNamed("AP" + area.charAt(0), false, Double.NaN, area, limits[2]);
    }
    for (int m = 0; m < 3; m++) {
      rows.addNamed(limited(limits[m]), true, Double.NaN, AreaRange.ALL, limits[m]);
    }
    for (String area : new String[] {"small", "medium", "large"}) {
      rows.addNamed("AR" + area.charAt(0), true, Double.NaN, area, limits[2]);
    }
    return new Summary(rows.figures);
  }

  /** The values alone. */
  public double[] stats() {
    double[] stats = new double[figures.size()];
    for (int i = 0; i < stats.length; i++) {
      stats[i] = figures.get(i).value();
    }
    return stats;
  }

  /** The names alone. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Figure figure : figures) {
      names.add(figure.name());
    }
    return names;
  }

  /** The table that pycocotools prints, lines ended. */
  public String table() {
    StringBuilder table = new StringBuilder();
    for (Figure figure : figures) {
      table.append(figure.line()).append('\n');
    }
    return table.toString();
  }

  /** The range labelled "all", or else the first. */
  public static int overall(Settings settings) {
    for (int a = 0; a < settings.areas().size(); a++) {
      if (settings.areas().get(a).label().equals(AreaRange.ALL)) {
        return a;
      }
    }
    return 0;
  }

  // Here and below concat, not +, whose first use costs a cold start 20 ms.
  private static String limited(int limit) {
    return "AR".concat(Integer.toString(limit));
  }

  // Python rounds the exact binary value, halves to even; Java's formatter does not.
  private static String decimal(double value, int digits) {
    return Double.isInfinite(value)
        ? value > 0 ? "inf" : "-inf"
        : new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static final class Rows {
    private final Evaluation evaluation;
    private final Settings settings;
    private final List<Figure> figures = new ArrayList<>();

    Rows(Evaluation evaluation) {
      this.evaluation = evaluation;
      settings = evaluation.settings();
    }

    void add(String name, boolean recall, double iou, int area, int limit) {
      double value =
          recall
              ? evaluation.meanRecall(iou, -1, area, limit)
              : evaluation.meanPrecision(iou, -1, area, limit);
      String label = settings.areas().get(area).label();
      add(name, recall, iou, label, settings.maxDetections()[limit], value);
    }

    void addAreas(String name, boolean recall, int all, int limit) {
      for (int a = 0; a < settings.areas().size(); a++) {
        if (a != all) {
          add(name.concat(suffix(settings.areas().get(a).label())), recall, Double.NaN, a, limit);
        }
      }
    }

    void addNamed(String name, boolean recall, double iou, String label, int limit) {
      for (int a = 0; a < settings.areas().size(); a++) {
        for (int m = 0; m < settings.maxDetections().length; m++) {
          if (settings.areas().get(a).label().equals(label)
              && settings.maxDetections()[m] == limit) {
            add(name, recall, iou, a, m);
            return;
          }
        }
      }
      add(name, recall, iou, label, limit, -1);
    }

    private void add(
        String name, boolean recall, double iou, String area, int limit, double value) {
      double[] thresholds = settings.iouThresholds();
      String text =
          Double.isNaN(iou)
              ? decimal(thresholds[0], 2)
                  .concat(":")
                  .concat(decimal(thresholds[thresholds.length - 1], 2))
              : decimal(iou, 2);
      figures.add(new Figure(name, recall, text, area, limit, value));
    }

    private static String suffix(String label) {
      return switch (label) {
        case "small", "medium", "large" -> label.substring(0, 1);
        default -> "-".concat(label);
      };
    }
  }
}
