package dev.riffle.yolo;

import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Grouping;
import dev.riffle.dataset.format.FileNames;
import dev.riffle.dataset.format.Losses;
import dev.riffle.text.FiniteNumber;
import java.io.IOException;
import java.math.BigDecimal;

/** The lines of pictures' label files as they are written, and what they cannot say. */
final class YoloLines {
  private final boolean writesOutlines;
  private Dataset dataset;
  private Annotations annotations;
  private Grouping grouping;
  private int strays;
  private int crowds;
  private int boxless;
  private int unfinished;
  private int outside;
  private int clipped;
  private int rounded;
  private int skeletons;
  private int outlines;
  private int joined;
  private int squared;
  private int areas;
  private boolean isClipped;
  private boolean isRounded;

  YoloLines(boolean writesOutlines) {
    this.writesOutlines = writesOutlines;
  }

  /** The pictures that come next are this one's. */
  void begin(Dataset next) {
    dataset = next;
    annotations = next.annotations();
    grouping = Grouping.byImage(next);
    strays += annotations.size() - grouping.size();
  }

  /**
   * The text of a picture's file.
   *
   * @throws IOException one line that begins with the data set's source, if an outline is none
   */
  String of(int image) throws IOException {
    StringBuilder out = new StringBuilder();
    for (int k = grouping.begin(image); k < grouping.end(image); k++) {
      int i = grouping.at(k);
      if (annotations.category()[i] < 0) {
        strays++;
      } else if (annotations.crowds()[i]) {
        crowds++;
      } else {
        line(out, i, image);
      }
    }
    return out.toString();
  }

  private void line(StringBuilder out, int i, int image) throws IOException {
    int width = dataset.images().widths()[image];
    int height = dataset.images().heights()[image];
    boolean hasOutline = annotations.shapes().has(i);
    double[][] polygons = writesOutlines && hasOutline ? polygons(i) : null;
    isClipped = false;
    isRounded = false;
    String line =
        polygons == null ? box(i, width, height) : polygon(Bridges.joined(polygons), width, height);
    if (line == null) {
      return;
    }
    out.append(annotations.category()[i]).append(' ').append(line).append('\n');
    clipped += isClipped ? 1 : 0;
    rounded += isRounded ? 1 : 0;
    outlines += hasOutline && polygons == null ? 1 : 0;
    squared += writesOutlines && polygons == null ? 1 : 0;
    joined += polygons != null && polygons.length > 1 ? 1 : 0;
    areas += polygons == null && !hasBoxArea(i) ? 1 : 0;
    skeletons +=
        annotations.keypoints() != null && annotations.keypoints().points()[i] != null ? 1 : 0;
  }

  private double[][] polygons(int i) throws IOException {
    try {
      return annotations.shapes().polygons(i);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private boolean hasBoxArea(int i) {
    double[] boxes = annotations.boxes();
    return annotations.areas()[i] == boxes[4 * i + 2] * boxes[4 * i + 3];
  }

  private String box(int i, int width, int height) {
    double[] boxes = annotations.boxes();
    if (boxes == null) {
      boxless++;
      return null;
    }
    for (int k = 4 * i; k < 4 * i + 4; k++) {
      if (!Double.isFinite(boxes[k])) {
        unfinished++;
        return null;
      }
    }
    BigDecimal[] x = ends(boxes[4 * i], boxes[4 * i + 2], width);
    BigDecimal[] y = ends(boxes[4 * i + 1], boxes[4 * i + 3], height);
    if (x[0].compareTo(x[1]) >= 0 || y[0].compareTo(y[1]) >= 0) {
      outside++;
      return null;
    }
    if (writesOutlines) {
      String left = fraction(x[0], width);
      String top = fraction(y[0], height);
      String right = fraction(x[1], width);
      String bottom = fraction(y[1], height);
      return String.join(" ", left, top, right, top, right, bottom, left, bottom);
    }
    YoloAxis across = YoloAxis.of(x[0], x[1], width);
    YoloAxis down = YoloAxis.of(y[0], y[1], height);
    isRounded = !isExact(across, x, width) || !isExact(down, y, height);
    return String.join(
        " ",
        FiniteNumber.text(across.middle()),
        FiniteNumber.text(down.middle()),
        FiniteNumber.text(across.length()),
        FiniteNumber.text(down.length()));
  }

  private static boolean isExact(YoloAxis axis, BigDecimal[] ends, int side) {
    return axis.start(side) == ends[0].doubleValue()
        && axis.pixels(side) == ends[1].subtract(ends[0]).doubleValue();
  }

  private BigDecimal[] ends(double start, double length, int side) {
    BigDecimal from = BigDecimal.valueOf(start);
    BigDecimal to = from.add(BigDecimal.valueOf(length));
    return new BigDecimal[] {within(from, side), within(to, side)};
  }

  private BigDecimal within(BigDecimal place, int side) {
    BigDecimal inside = place.max(BigDecimal.ZERO).min(BigDecimal.valueOf(side));
    isClipped |= inside.compareTo(place) != 0;
    return inside;
  }

  private String fraction(BigDecimal place, int side) {
    BigDecimal fraction = YoloAxis.fraction(place, side);
    isRounded |= YoloAxis.place(fraction, side) != place.doubleValue();
    return FiniteNumber.text(fraction);
  }

  private String polygon(double[] points, int width, int height) {
    StringBuilder out = new StringBuilder();
    for (int k = 0; k < points.length; k++) {
      if (!Double.isFinite(points[k])) {
        unfinished++;
        return null;
      }
      int side = k % 2 == 0 ? width : height;
      BigDecimal place = within(BigDecimal.valueOf(points[k]), side);
      out.append(k > 0 ? " " : "").append(fraction(place, side));
    }
    return out.toString();
  }

  Losses losses() {
    return Losses.NONE
        .with(strays, FileNames.STRAY, "left out")
        .with(crowds, "crowd annotation", "left out: YOLO has no crowds")
        .with(boxless, "annotation without a box", "left out: YOLO needs one")
        .with(
            unfinished, "box or outline that is not finite", "left out: there are no such numbers")
        .with(outside, "box without area inside its picture", "left out: YOLO's trainers refuse it")
        .with(clipped, "box or outline beyond its picture", "cut off at the edge")
        .with(rounded, "box", "rounded to the 30th digit of its fractions")
        .with(
            outlines,
            "outline",
            writesOutlines
                ? "written as boxes: they are run lengths, YOLO has only polygons"
                : "left out: only boxes are written")
        .with(
            Math.max(0, squared - outlines),
            "annotation without an outline",
            "written as polygons of four points")
        .with(joined, "outline of several polygons", "joined into one by lines to and fro")
        .with(areas, "area", "left out: YOLO has none, the box's is taken instead")
        .with(skeletons, "set of keypoints", "left out");
  }
}
