package dev.riffle.onnx.read;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.onnx.read.Value.View;
import dev.riffle.onnx.read.Value.Weighing;
import dev.riffle.onnx.read.Value.Weighing.Stage;
import dev.riffle.weights.file.StoredTensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Attention of places to places, which a file holds step by step, maps taken for {@code [N, heads,
 * size, places]}:
 *
 * <pre>
 * MatMul(queries turned, keys) → Mul(1 / √size) → Softmax → Transpose → MatMul(values, ·) → Reshape
 * </pre>
 *
 * Where a step is another one, all of them are a reading of the network's outputs.
 */
final class Attentions {
  private static final List<Long> TURNED = List.of(0L, 1L, 3L, 2L);

  private Attentions() {}

  /** What each place's query and each key come to together. */
  static Value products(Call call) {
    return call.input(0) instanceof View queries
            && call.input(1) instanceof View keys
            && isOfHeads(keys)
            && queries.node().shape().equals(keys.node().shape())
            && queries.layout().equals(keys.layout().transposed(TURNED))
        ? new Weighing(queries.node(), keys, Optional.empty(), Stage.PRODUCTS)
        : call.reading();
  }

  private static boolean isOfHeads(View map) {
    long[] lengths = map.layout().lengths();
    Shape shape = map.node().shape();
    return lengths.length == 4
        && map.layout().equals(Layout.inOrder(lengths))
        && lengths[1] * lengths[2] == shape.channels()
        && lengths[3] == shape.plane();
  }

  /** What a step makes of a reading of the network. */
  static Value next(String op, Call call) {
    return switch (op) {
      case "Mul" -> step(call, 0, Stage.PRODUCTS, w -> isScale(call, w), w -> w.at(Stage.SCALED));
      case "Softmax" ->
          step(
              call,
              0,
              Stage.SCALED,
              w -> List.of(3L, -1L).contains(call.integer("axis", 0)),
              w -> w.at(Stage.SHARES));
      case "Transpose" ->
          step(
              call,
              0,
              Stage.SHARES,
              w -> call.integers("perm", List.of()).equals(TURNED),
              w -> w.at(Stage.TURNED));
      case "MatMul" ->
          step(
              call, 1, Stage.TURNED, w -> areValues(call, w), w -> w.ofValues(call.view(0).node()));
      case "Reshape" -> step(call, 0, Stage.OF_VALUES, w -> isMap(call, w), w -> whole(call, w));
      default -> call.reading();
    };
  }

  private static Value step(
      Call call, int input, Stage from, Predicate<Weighing> fits, Function<Weighing, Value> then) {
    return call.input(input) instanceof Weighing weighing
            && weighing.stage() == from
            && fits.test(weighing)
        ? then.apply(weighing)
        : call.reading();
  }

  private static boolean isScale(Call call, Weighing weighing) {
    if (!call.isConstant(1) || call.array(1).elements() != 1) {
      return false;
    }
    long size = weighing.keys().layout().lengths()[2];
    return call.array(1).toTensor().data()[0] == (float) (1 / Math.sqrt(size));
  }

  private static boolean areValues(Call call, Weighing weighing) {
    return call.input(0) instanceof View values
        && values.node().shape().equals(weighing.keys().node().shape())
        && values.layout().equals(weighing.keys().layout());
  }

  // Whether all heads become one map again.
  private static boolean isMap(Call call, Weighing weighing) {
    if (!call.isConstant(1)) {
      return false;
    }
    Shape shape = weighing.keys().node().shape();
    StoredTensor sizes = call.array(1);
    long[] wanted = sizes.toLongs();
    return wanted.length == 4
        && (wanted[0] == 0 || wanted[0] == weighing.keys().batch())
        && wanted[1] == shape.channels()
        && wanted[2] == shape.height()
        && wanted[3] == shape.width();
  }

  private static Value whole(Call call, Weighing weighing) {
    List<Node> parts = weighing.of();
    int heads = Math.toIntExact(weighing.keys().layout().lengths()[1]);
    Node all =
        areThirds(parts)
            ? parts.get(0).input()
            : call.network()
                .node(call.name() + "/parts", new Op.Concat(), parts.toArray(Node[]::new));
    Node attention = call.network().node(call.name(), new Op.Attention(heads), all);
    return View.of(attention, weighing.keys().batch());
  }

  // Whether queries, keys and values are what lies behind one another in one map, and all of it.
  private static boolean areThirds(List<Node> parts) {
    int channels = parts.get(0).shape().channels();
    for (int i = 0; i < parts.size(); i++) {
      Node part = parts.get(i);
      if (!part.op().equals(new Op.Slice(i * channels, (i + 1) * channels))
          || part.input() != parts.get(0).input()) {
        return false;
      }
    }
    return parts.get(0).input().shape().channels() == 3 * channels;
  }
}
