package dev.riffle.gradient.reference;

import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.run.Interpolation;
import java.util.ArrayList;
import java.util.List;

/**
 * One place of an output plane seeing one of an input plane.
 *
 * @param out the place that sees, {@code y * width + x}
 * @param in the place that is seen
 * @param cell the cell of a window it is seen through, {@code ky * kernel + kx}
 * @param share how much of what is seen counts
 */
record Tap(int out, int in, int cell, double share) {

  /**
   * Everything that a sliding window sees, and no padding: output places in order, and the cells of
   * each in order.
   */
  static Tap[] window(int kernel, int stride, int padding, Shape in, Shape out, double share) {
    List<Tap> taps = new ArrayList<>();
    for (int place = 0; place < out.plane(); place++) {
      for (int cell = 0; cell < kernel * kernel; cell++) {
        int y = place / out.width() * stride + cell / kernel - padding;
        int x = place % out.width() * stride + cell % kernel - padding;
        if (0 <= y && y < in.height() && 0 <= x && x < in.width()) {
          taps.add(new Tap(place, y * in.width() + x, cell, share));
        }
      }
    }
    return taps.toArray(Tap[]::new);
  }

  /** Each place of the input seen from one lower down and farther right, among zeros. */
  static Tap[] shifted(int down, int right, Shape in, Shape out) {
    Tap[] taps = new Tap[in.plane()];
    for (int place = 0; place < taps.length; place++) {
      int y = place / in.width() + down;
      int x = place % in.width() + right;
      taps[place] = new Tap(y * out.width() + x, place, 0, 1);
    }
    return taps;
  }

  /** The mean of a plane. */
  static Tap[] mean(Shape in) {
    Tap[] taps = new Tap[in.plane()];
    for (int place = 0; place < taps.length; place++) {
      taps[place] = new Tap(0, place, 0, 1.0 / taps.length);
    }
    return taps;
  }

  /** Between four places, by their shares. */
  static Tap[] resized(Op.Resize op, Shape in, Shape out) {
    Interpolation rows = Interpolation.of(op, in.height(), out.height());
    Interpolation columns = Interpolation.of(op, in.width(), out.width());
    List<Tap> taps = new ArrayList<>();
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        int place = y * out.width() + x;
        int above = rows.lower()[y] * in.width();
        int below = rows.upper()[y] * in.width();
        int left = columns.lower()[x];
        int right = columns.upper()[x];
        double down = rows.share()[y];
        double across = columns.share()[x];
        taps.add(new Tap(place, above + left, 0, (1 - down) * (1 - across)));
        taps.add(new Tap(place, above + right, 0, (1 - down) * across));
        taps.add(new Tap(place, below + left, 0, down * (1 - across)));
        taps.add(new Tap(place, below + right, 0, down * across));
      }
    }
    return taps.toArray(Tap[]::new);
  }
}
