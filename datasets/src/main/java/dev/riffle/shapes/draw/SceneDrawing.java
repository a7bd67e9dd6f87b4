package dev.riffle.shapes.draw;

import dev.riffle.image.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * One scene being drawn: a ground, things that have no name, the objects one upon another, and some
 * grain.
 */
final class SceneDrawing {
  private static final int SHORTEST_SIDE = 272;
  private static final int LONGEST_SIDE = 368;
  private static final double EMPTY = 0.04; // of all scenes
  private static final int MOST_OBJECTS = 9;
  private static final int TRIES = 8; // to find a place for an object

  // Pixels: a third small, half medium, a sixth large by what COCO calls so.
  private static final double SMALLEST = 22;
  private static final double LARGEST = 260;
  private static final double LARGEST_SHARE = 0.8; // of the picture's shorter side

  private static final double LEAST_INSIDE = 0.7; // of an object's area, inside the picture
  private static final double LEAST_SHOWN = 0.6; // of that, with all others before it
  private static final double STEEPEST = Math.PI / 4; // turn of an object
  private static final double STRETCH = 1.15;

  private final Canvas canvas;
  private final Chance chance;
  private final List<Integer> categories = new ArrayList<>();
  private final List<Integer> whole = new ArrayList<>(); // pixels of each when it was drawn
  private final List<Integer> left = new ArrayList<>(); // pixels of each that still show

  private SceneDrawing(Canvas canvas, Chance chance) {
    this.canvas = canvas;
    this.chance = chance;
  }

  static Scene draw(Chance chance) {
    ImageSize size = size(chance);
    Canvas canvas = new Canvas(size.width(), size.height());
    SceneDrawing drawing = new SceneDrawing(canvas, chance);
    canvas.fill(Brushes.ground(chance));
    drawing.clutter();
    int objects = chance.happens(EMPTY) ? 0 : 1 + chance.below(MOST_OBJECTS);
    for (int i = 0; i < objects; i++) {
      drawing.object();
    }
    canvas.grain(chance.below(11), chance);
    return canvas.scene(drawing.categories);
  }

  static ImageSize size(Chance chance) {
    return new ImageSize(side(chance), side(chance));
  }

  private static int side(Chance chance) {
    return SHORTEST_SIDE + chance.below(LONGEST_SIDE - SHORTEST_SIDE + 1);
  }

  /** Sticks and blobs, half transparent. */
  private void clutter() {
    for (int i = chance.below(12); i > 0; i--) {
      double x = chance.between(0, canvas.width);
      double y = chance.between(0, canvas.height);
      Contours contours =
          chance.happens(0.5)
              ? stick(chance.between(20, 200), chance.between(1.5, 7), x, y)
              : blob(chance.between(15, 90), x, y);
      Coverage part = Coverage.of(contours, canvas.width, canvas.height);
      if (part.width() > 0 && part.height() > 0) {
        int colour = Colour.mix(canvas.mean(part), chance.below(1 << 24), 100);
        canvas.paint(part, new Paint.Plain(colour), chance.between(0.3, 0.8));
      }
    }
  }

  private Contours stick(double length, double width, double x, double y) {
    return Contours.of(-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5)
        .placed(length, width, chance.between(0, Math.PI), x, y);
  }

  // A circle out of which three waves have made something else.
  private Contours blob(double size, double x, double y) {
    double[] ring = new double[64];
    double[] phases = new double[4];
    for (int wave = 1; wave < phases.length; wave++) {
      phases[wave] = chance.between(0, 2 * Math.PI);
    }
    for (int i = 0; i < 32; i++) {
      double angle = 2 * Math.PI * i / 32;
      double radius = 0.5;
      for (int wave = 1; wave < phases.length; wave++) {
        radius += 0.11 * StrictMath.sin((wave + 1) * angle + phases[wave]);
      }
      ring[2 * i] = radius * StrictMath.cos(angle);
      ring[2 * i + 1] = radius * StrictMath.sin(angle);
    }
    return Contours.of(ring).placed(size, size * chance.between(0.4, 1), 0, x, y);
  }

  /** Draws an object where it hides not too much of others, if there is such a place. */
  private void object() {
    ShapeKind kind = ShapeKind.values()[chance.below(ShapeKind.values().length)];
    double largest = Math.min(LARGEST, LARGEST_SHARE * Math.min(canvas.width, canvas.height));
    double size = SMALLEST * StrictMath.pow(largest / SMALLEST, chance.between(0, 1));
    double stretch = StrictMath.pow(STRETCH, chance.between(-1, 1));
    double angle = chance.between(-STEEPEST, STEEPEST);
    for (int i = 0; i < TRIES; i++) {
      double x = chance.between(0, canvas.width);
      double y = chance.between(0, canvas.height);
      Contours contours = kind.contours().placed(size * stretch, size / stretch, angle, x, y);
      Coverage part = Coverage.of(contours, canvas.width, canvas.height);
      if (accept(contours, part)) {
        paint(contours, part, size);
        canvas.own(part, categories.size());
        categories.add(kind.ordinal());
        return;
      }
    }
  }

  private boolean accept(Contours contours, Coverage part) {
    int[] taken = canvas.taken(part, left.size());
    int own = 0;
    for (int count : taken) {
      own += count;
    }
    if (own < LEAST_INSIDE * contours.area()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (left.get(i) - taken[i + 1] < LEAST_SHOWN * whole.get(i)) {
        return false;
      }
    }
    for (int i = 0; i < left.size(); i++) {
      left.set(i, left.get(i) - taken[i + 1]);
    }
    whole.add(own);
    left.add(own);
    return true;
  }

  private void paint(Contours contours, Coverage part, double size) {
    int around = canvas.mean(part);
    int colour = Brushes.onto(around, chance);
    Paint filling = Brushes.filling(colour, size, chance);
    if (size < 28 || chance.happens(0.5)) {
      canvas.paint(part, filling, 1);
      return;
    }
    int edge = Colour.lighter(colour, chance.happens(0.5) ? -0.6 : 0.55);
    canvas.paint(part, new Paint.Plain(edge), 1);
    Contours inner = contours.inset(Math.max(1, size * chance.between(0.02, 0.05)));
    canvas.paint(Coverage.of(inner, canvas.width, canvas.height), filling, 1);
  }
}
