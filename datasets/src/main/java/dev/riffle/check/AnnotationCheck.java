package dev.riffle.check;

import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.IdIndex;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Shapes;
import dev.riffle.mask.Rle;
import java.util.function.Supplier;

/** Looks at every annotation of a data set. */
final class AnnotationCheck {
  private static final double EDGE = 1e-6; // pixels; sums of decimals differ by less
  private static final double ABOVE_BOX = 1.01; // outlines run through the middle of pixels
  private static final double FAR = 0.5; // of the larger area; small masks are coarse
  private static final double FAR_PIXELS = 16;

  private final Dataset dataset;
  private final Annotations annotations;
  private final Findings findings;

  AnnotationCheck(Dataset dataset, Findings findings) {
    this.dataset = dataset;
    this.annotations = dataset.annotations();
    this.findings = findings;
  }

  void check() {
    IdIndex index = new IdIndex(annotations.ids());
    for (int i = 0; i < annotations.size(); i++) {
      ids(i, index);
      int image = annotations.image()[i];
      int width = image < 0 ? 0 : dataset.images().widths()[image];
      int height = image < 0 ? 0 : dataset.images().heights()[image];
      boolean isBoxed = annotations.boxes() != null && box(i, width, height);
      area(i, isBoxed);
      if (annotations.shapes() != Shapes.NONE) {
        outline(i, width, height);
      }
    }
  }

  private void add(Kind kind, int i, Supplier<String> what) {
    findings.add(
        kind,
        () -> {
          String about = what.get();
          String id = annotations.ids().text(i);
          return "annotations[" + i + "] (id " + id + (about.isEmpty() ? ")" : ", " + about + ")");
        });
  }

  private void ids(int i, IdIndex index) {
    Ids ids = annotations.ids();
    int first = index.first(i);
    if (first != i) {
      add(Kind.DUPLICATE_ANNOTATION_ID, i, () -> "as annotations[" + first + "]");
    }
    if (ids.areNumbers() && ids.number(i) == 0) {
      add(Kind.ANNOTATION_ID_ZERO, i, () -> "");
    }
    if (annotations.image()[i] < 0) {
      add(Kind.UNKNOWN_IMAGE, i, () -> "");
    }
    if (annotations.category()[i] < 0) {
      add(Kind.UNKNOWN_CATEGORY, i, () -> "");
    }
  }

  // Whether it can be compared with anything.
  private boolean box(int i, int width, int height) {
    double x = annotations.boxes()[4 * i];
    double y = annotations.boxes()[4 * i + 1];
    double w = annotations.boxes()[4 * i + 2];
    double h = annotations.boxes()[4 * i + 3];
    Supplier<String> numbers = () -> "[" + x + ", " + y + ", " + w + ", " + h + "]";
    if (!Double.isFinite(x + y + w + h)) {
      add(Kind.BOX_NOT_FINITE, i, numbers);
      return false;
    }
    if (w <= 0 || h <= 0) {
      add(Kind.BOX_WITHOUT_AREA, i, numbers);
      return false;
    }
    if (width > 0 && height > 0) {
      Supplier<String> both = () -> numbers.get() + " in " + width + "x" + height;
      if (x >= width || y >= height || x + w <= 0 || y + h <= 0) {
        add(Kind.BOX_OUTSIDE, i, both);
      } else if (x < -EDGE || y < -EDGE || x + w > width + EDGE || y + h > height + EDGE) {
        add(Kind.BOX_BEYOND_EDGE, i, both);
      }
    }
    return true;
  }

  private void area(int i, boolean isBoxed) {
    double area = annotations.areas()[i];
    if (!(area > 0) || Double.isInfinite(area)) {
      add(Kind.AREA_NOT_POSITIVE, i, () -> "area " + area);
    } else if (isBoxed) {
      double box = annotations.boxes()[4 * i + 2] * annotations.boxes()[4 * i + 3];
      if (area > box * ABOVE_BOX + 1) {
        add(Kind.AREA_ABOVE_BOX, i, () -> "area " + area + ", box " + box);
      }
    }
  }

  private void outline(int i, int width, int height) {
    boolean isCrowd = annotations.crowds()[i];
    if (!annotations.shapes().has(i)) {
      if (isCrowd) {
        add(Kind.CROWD_WITHOUT_RUNS, i, () -> "no outline");
      }
      return;
    }
    try {
      boolean isPolygons = annotations.shapes().polygons(i) != null;
      if (isPolygons && isCrowd) {
        add(Kind.CROWD_WITHOUT_RUNS, i, () -> "polygons");
      }
      if (isPolygons && (width <= 0 || height <= 0)) {
        return; // that the size is unknown is said of the picture
      }
      mask(i, annotations.shapes().mask(i, height, width), width, height);
    } catch (IllegalArgumentException e) {
      String what = String.valueOf(e.getMessage());
      int at = what.indexOf(".segmentation: "); // the place is said already
      add(Kind.WRONG_OUTLINE, i, () -> at < 0 ? what : what.substring(at + 15));
    }
  }

  private void mask(int i, Rle mask, int width, int height) {
    if (width > 0 && height > 0 && (mask.width() != width || mask.height() != height)) {
      add(
          Kind.OUTLINE_OF_OTHER_SIZE,
          i,
          () -> mask.width() + "x" + mask.height() + " in " + width + "x" + height);
      return;
    }
    double area = annotations.areas()[i];
    double pixels = mask.area();
    if (Math.abs(area - pixels) > FAR * Math.max(area, pixels) + FAR_PIXELS) {
      add(Kind.AREA_FAR_FROM_MASK, i, () -> "area " + area + ", outline " + mask.area());
    }
  }
}
