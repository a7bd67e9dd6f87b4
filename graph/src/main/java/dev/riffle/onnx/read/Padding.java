package dev.riffle.onnx.read;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.onnx.read.Value.View;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Zeros around maps, and what becomes of them under a window that slides over them. A file says how
 * many there are, an {@link Op.Pad} by which rule they follow from the map's size.
 *
 * @param top rows above the map
 * @param left columns before it
 * @param bottom rows below it
 * @param right columns behind it
 */
record Padding(int top, int left, int bottom, int right) {
  private static final int LARGEST = 16; // window and stride of a rule that is looked for

  /** What a window slides over, and how much padding of its own it has there. */
  record Under(Node input, int padding) {}

  static Value pad(Call call) {
    Node x = call.map(0);
    call.expect("mode", "constant");
    if (call.has(2)) {
      double[] filled = call.array(2).toDoubles();
      if (filled.length != 1 || filled[0] != 0) {
        throw new IllegalArgumentException(
            "constant_value: expected 0, found " + (filled.length == 1 ? filled[0] : "a list"));
      }
    }
    Op.Pad op = read(call).rule(x.shape());
    return View.of(call.network().node(call.name(), op, x), call.view(0).batch());
  }

  private static Padding read(Call call) {
    List<Long> pads = call.integers("pads", 1, List.of());
    List<Long> axes = call.integers("axes", 3, List.of(0L, 1L, 2L, 3L));
    if (pads.size() != 2 * axes.size()) {
      throw new IllegalArgumentException(
          "pads: expected two for each of the axes " + axes + ", found " + pads);
    }
    long[] before = new long[4];
    long[] behind = new long[4];
    for (int i = 0; i < axes.size(); i++) {
      int axis = Math.toIntExact(axes.get(i) < 0 ? axes.get(i) + 4 : axes.get(i));
      before[axis] = pads.get(i);
      behind[axis] = pads.get(i + axes.size());
    }
    for (int axis = 0; axis < 4; axis++) {
      if (Math.min(before[axis], behind[axis]) < 0 || axis < 2 && before[axis] + behind[axis] > 0) {
        throw new IllegalArgumentException(
            "pads: expected 0 or more rows and columns and nothing else, found " + pads);
      }
    }
    return new Padding(
        Math.toIntExact(before[2]),
        Math.toIntExact(before[3]),
        Math.toIntExact(behind[2]),
        Math.toIntExact(behind[3]));
  }

  private static Padding of(Op.Pad op, Shape in) {
    Shape out = op.shape(List.of(new Node("x", new Op.Input(in), List.of())));
    int top = op.before(in.height());
    int left = op.before(in.width());
    return new Padding(
        top, left, out.height() - in.height() - top, out.width() - in.width() - left);
  }

  // A rule that gives these zeros: if there is one, that which gives them whatever the size.
  private Op.Pad rule(Shape in) {
    if (bottom <= LARGEST - top) {
      Op.Pad always = new Op.Pad(Op.Pad.Rule.SAME, top + bottom + 1, 1);
      if (of(always, in).equals(this)) {
        return always;
      }
    }
    for (int kernel = 2; kernel <= LARGEST; kernel++) {
      for (int stride = 2; stride <= kernel; stride++) {
        Optional<Op.Pad> rule = rule(in, kernel, stride);
        if (rule.isPresent()) {
          return rule.get();
        }
      }
    }
    throw new IllegalArgumentException(
        "pads: expected as many zeros on all sides, one more behind than in front, or those that a"
            + " window and stride of at most "
            + LARGEST
            + " need over "
            + in
            + ", found "
            + List.of(top, left, bottom, right)
            + " (top, left, bottom, right)");
  }

  // The rule that gives these zeros before such a window.
  private Optional<Op.Pad> rule(Shape in, int kernel, int stride) {
    for (Op.Pad.Rule rule : Op.Pad.Rule.values()) {
      if (rule == Op.Pad.Rule.SAME || stride <= kernel) {
        Op.Pad op = new Op.Pad(rule, kernel, stride);
        if (of(op, in).equals(this)) {
          return Optional.of(op);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * What a window slides over. Zeros that a step before it put around the map become its own
   * padding where that says the same, else they follow the rule for this window if they can.
   *
   * @param takes whether a window of this kind may have so much padding of its own
   */
  static Under under(Call call, Node x, int kernel, int stride, int padding, IntPredicate takes) {
    if (!(x.op() instanceof Op.Pad pad)) {
      return new Under(x, padding);
    }
    Padding zeros = of(pad, x.input().shape());
    int more = zeros.top;
    if (zeros.equals(new Padding(more, more, more, more)) && takes.test(padding + more)) {
      return new Under(x.input(), padding + more);
    }
    Node padded =
        padding > 0
            ? x
            : zeros
                .rule(x.input().shape(), kernel, stride)
                .map(rule -> call.network().node(x.name(), rule, x.input()))
                .orElse(x);
    return new Under(padded, padding);
  }
}
