package dev.riffle.train.record;

import java.util.List;
import java.util.Locale;

/** Metrics as a drawing: losses, learning rate and evaluations over the epochs. */
final class Curves {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 220; // of a panel
  private static final int LEFT = 64; // where numbers of the vertical axis stand
  private static final int RIGHT = 130; // where names stand
  private static final int TOP = 24;
  private static final int BOTTOM = 28;
  private static final List<String> COLOURS =
      List.of("#1f5fa8", "#c0562f", "#3b8a4b", "#7a4fa3", "#a88a1f", "#555555", "#c23b78");

  private final StringBuilder svg = new StringBuilder();
  private int panels;

  private Curves() {}

  /** The drawing as a text of SVG. */
  static String draw(Metrics metrics) {
    Curves curves = new Curves();
    List<Metrics.Series> steps = metrics.series("train");
    List<String> apart = List.of("learningRate", "gradientNorm");
    curves.panel("loss", steps.stream().filter(one -> !apart.contains(one.name())).toList());
    curves.panel("evaluation", metrics.series("evaluation"));
    for (String name : apart) {
      curves.panel(name, steps.stream().filter(one -> one.name().equals(name)).toList());
    }
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH,
            curves.panels * HEIGHT)
        + curves.svg
        + "</svg>\n";
  }

  private void panel(String title, List<Metrics.Series> series) {
    if (series.isEmpty()) {
      return;
    }
    double first = extreme(series, 0, false);
    double last = Math.max(extreme(series, 0, true), first + 1e-9);
    double least = Math.min(0, extreme(series, 1, false));
    double most = Math.max(extreme(series, 1, true), least + 1e-9);
    double bottom = HEIGHT - BOTTOM;
    svg.append(line("<g transform=\"translate(0 %d)\">", panels * HEIGHT));
    svg.append(line("<text x=\"%d\" y=\"16\" font-weight=\"bold\">%s</text>", LEFT, title));
    for (int tick = 0; tick <= 4; tick++) {
      double y = bottom + (TOP - bottom) * tick / 4;
      svg.append(line("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT));
      svg.append(
          line(
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT - 6, y + 4, number(least + (most - least) * tick / 4)));
      double x = LEFT + (WIDTH - RIGHT - LEFT) * tick / 4.0;
      svg.append(
          line(
              "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
              x, bottom + 16, number(first + (last - first) * tick / 4)));
    }
    for (int i = 0; i < series.size(); i++) {
      String colour = COLOURS.get(i % COLOURS.size());
      StringBuilder points = new StringBuilder();
      for (double[] point : series.get(i).points()) {
        double x = LEFT + (point[0] - first) / (last - first) * (WIDTH - RIGHT - LEFT);
        double y = bottom + (point[1] - least) / (most - least) * (TOP - bottom);
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      }
      svg.append(
          line(
              "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>",
              points.toString().strip(), colour));
      svg.append(
          line(
              "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
              WIDTH - RIGHT + 8, TOP + 10 + 15 * i, colour, series.get(i).name()));
    }
    svg.append("</g>\n");
    panels++;
  }

  private static double extreme(List<Metrics.Series> series, int axis, boolean largest) {
    double extreme = largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    for (Metrics.Series one : series) {
      for (double[] point : one.points()) {
        extreme = largest ? Math.max(extreme, point[axis]) : Math.min(extreme, point[axis]);
      }
    }
    return extreme;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value).replaceFirst("\\.?0+$", "");
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + "\n";
  }
}
