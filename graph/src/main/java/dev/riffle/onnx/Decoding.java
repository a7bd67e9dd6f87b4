package dev.riffle.onnx;

import static dev.riffle.onnx.Fragment.KEEP;
import static dev.riffle.onnx.Proto.attribute;

import dev.riffle.graph.Node;
import dev.riffle.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * How a detector's maps become scores and boxes inside an exported file. At each place of each map
 * there are a logit a class, and four distributions over 0 … bins − 1 strides: how far it is to the
 * left, top, right and bottom side.
 *
 * <pre>
 * scores [N, places, classes] = sigmoid(logits)
 * boxes  [N, places, 4]       = centre ∓ stride · Σ k · softmax(distribution)[k], in the input
 * centre                      = (place + centreOffset) · stride
 * </pre>
 *
 * @param bins numbers of a distribution
 * @param strides input pixels between two places, for each output of the network
 * @param centreOffset where in its cell a place lies
 */
public record Decoding(int classes, int bins, List<Integer> strides, float centreOffset) {
  static final String SCORES = "scores";
  static final String BOXES = "boxes";

  public Decoding {
    strides = List.copyOf(strides);
  }

  /**
   * The steps behind the network.
   *
   * @throws IllegalArgumentException if the maps are not such ones
   */
  List<Fragment> fragments(List<Node> maps, Shape input) {
    check(maps);
    Fragment scores = new Fragment(SCORES);
    String all = inARow(scores, maps);
    String logits = part(scores, "logits", all, 0, classes);
    String sigmoid = scores.step("sigmoid", "Sigmoid", List.of(logits));
    scores.end("Transpose", List.of(sigmoid), attribute("perm", new long[] {0, 2, 1}));
    return List.of(scores, boxes(all, maps, input));
  }

  private void check(List<Node> maps) {
    int channels = classes + 4 * bins;
    if (maps.size() != strides.size()
        || maps.stream().anyMatch(map -> map.shape().channels() != channels)) {
      throw new IllegalArgumentException(
          "expected "
              + strides.size()
              + " outputs of "
              + channels
              + " channels, found "
              + maps.stream().map(Node::shape).toList());
    }
  }

  /** Places of all maps. */
  static int places(List<Node> maps) {
    return maps.stream().mapToInt(map -> map.shape().plane()).sum();
  }

  // [N, channels, places]
  private String inARow(Fragment fragment, List<Node> maps) {
    List<String> rows = new ArrayList<>();
    for (Node map : maps) {
      String name = "row" + strides.get(rows.size());
      long channels = map.shape().channels();
      String sizes = fragment.integers(name + "/sizes", KEEP, channels, map.shape().plane());
      rows.add(fragment.step(name, "Reshape", List.of(map.name(), sizes)));
    }
    return fragment.step("all", "Concat", rows, attribute("axis", 2));
  }

  private static String part(Fragment fragment, String name, String of, int from, int to) {
    return fragment.step(
        name,
        "Slice",
        List.of(
            of,
            fragment.integers(name + "/starts", from),
            fragment.integers(name + "/ends", to),
            fragment.integers(name + "/axes", 1)));
  }

  private Fragment boxes(String all, List<Node> maps, Shape input) {
    Fragment boxes = new Fragment(BOXES);
    int places = places(maps);
    String bare = part(boxes, "distributions", all, classes, classes + 4 * bins);
    String sizes = boxes.integers("sides/sizes", KEEP, 4, bins, places);
    String sides = boxes.step("sides", "Reshape", List.of(bare, sizes));
    String softmax = boxes.step("softmax", "Softmax", List.of(sides), attribute("axis", 2));
    float[] steps = new float[bins];
    for (int k = 0; k < bins; k++) {
      steps[k] = k;
    }
    String weighted =
        boxes.step(
            "weighted", "Mul", List.of(softmax, boxes.floats("steps", steps, 1, 1, bins, 1)));
    String means =
        boxes.step(
            "means",
            "ReduceSum",
            List.of(weighted, boxes.integers("means/axes", 2)),
            attribute("keepdims", 0));
    String distances =
        boxes.step(
            "distances",
            "Mul",
            List.of(means, boxes.floats("strides", strides(maps), 1, 1, places)));
    String centres = boxes.floats("centres", centres(maps), 1, 2, places);
    String before = part(boxes, "before", distances, 0, 2);
    String behind = part(boxes, "behind", distances, 2, 4);
    String from = boxes.step("from", "Sub", List.of(centres, before));
    String to = boxes.step("to", "Add", List.of(centres, behind));
    String free = boxes.step("free", "Concat", List.of(from, to), attribute("axis", 1));
    String above = boxes.step("above", "Max", List.of(free, boxes.number("least", 0)));
    float[] limits = {input.width(), input.height(), input.width(), input.height()};
    String inside =
        boxes.step("inside", "Min", List.of(above, boxes.floats("most", limits, 1, 4, 1)));
    return boxes.end("Transpose", List.of(inside), attribute("perm", new long[] {0, 2, 1}));
  }

  private float[] strides(List<Node> maps) {
    float[] all = new float[places(maps)];
    int at = 0;
    for (int level = 0; level < maps.size(); level++) {
      for (int place = 0; place < maps.get(level).shape().plane(); place++) {
        all[at++] = strides.get(level);
      }
    }
    return all;
  }

  // All x, then all y.
  private float[] centres(List<Node> maps) {
    int places = places(maps);
    float[] all = new float[2 * places];
    int at = 0;
    for (int level = 0; level < maps.size(); level++) {
      Shape map = maps.get(level).shape();
      for (int place = 0; place < map.plane(); place++) {
        all[at] = (place % map.width() + centreOffset) * strides.get(level);
        all[places + at++] = (place / map.width() + centreOffset) * strides.get(level);
      }
    }
    return all;
  }
}
