package dev.riffle.onnx;

import static dev.riffle.onnx.Fragment.KEEP;
import static dev.riffle.onnx.Proto.attribute;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import java.util.List;

/** What transformers are made of, in ONNX's words. */
final class Transformer {
  private Transformer() {}

  /** The table as a map, {@code [1, C, H, W]}, that every picture's is added to. */
  static Fragment embed(Node node) {
    Fragment fragment = new Fragment(node);
    Shape map = node.shape();
    String turned =
        fragment.step(
            "turned",
            "Transpose",
            List.of(node.parameter("embed")),
            attribute("perm", new long[] {1, 2, 0}));
    String sizes = fragment.integers("sizes", 1, map.channels(), map.height(), map.width());
    String table = fragment.step("table", "Reshape", List.of(turned, sizes));
    return fragment.end("Add", List.of(node.input().name(), table));
  }

  /** Queries, keys and values as {@code [N, heads, size, places]}. */
  static Fragment attend(Op.Attention op, Node node) {
    Fragment fragment = new Fragment(node);
    String queries = turned(fragment, "queries/turned", third(fragment, "queries", 0, op, node));
    String keys = third(fragment, "keys", 1, op, node);
    String values = third(fragment, "values", 2, op, node);
    String products = fragment.step("products", "MatMul", List.of(queries, keys));
    String scale = fragment.number("scale", (float) (1 / Math.sqrt(op.size(node))));
    String logits = fragment.step("logits", "Mul", List.of(products, scale));
    String weights = fragment.step("weights", "Softmax", List.of(logits), attribute("axis", 3));
    String factor = turned(fragment, "weights/turned", weights);
    String heads = fragment.step("heads", "MatMul", List.of(values, factor));
    Shape map = node.shape();
    String sizes = fragment.integers("whole", KEEP, map.channels(), map.height(), map.width());
    return fragment.end("Reshape", List.of(heads, sizes));
  }

  private static String third(Fragment fragment, String name, int i, Op.Attention op, Node node) {
    Shape map = node.shape();
    String part =
        fragment.step(
            name + "/part",
            "Slice",
            List.of(
                node.input().name(),
                fragment.integers(name + "/starts", (long) i * map.channels()),
                fragment.integers(name + "/ends", (i + 1L) * map.channels()),
                fragment.integers(name + "/axes", 1)));
    String sizes = fragment.integers(name + "/sizes", KEEP, op.heads(), op.size(node), map.plane());
    return fragment.step(name, "Reshape", List.of(part, sizes));
  }

  private static String turned(Fragment fragment, String name, String x) {
    return fragment.step(name, "Transpose", List.of(x), attribute("perm", new long[] {0, 1, 3, 2}));
  }
}
