package dev.riffle.rewrite;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.rewrite.Lanes.Channel;
import dev.riffle.rewrite.Lanes.Station;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Brings the numbers of one network into another that does the same work in the same order on
 * channels in another order, groups staying what they are: ShuffleNet V1 of two or three groups (or
 * eight at 2×) shuffled as the paper has it and as megvii does, or ShuffleNet V2 at 0.5×, whose
 * first unit emits 24 + 24 channels in torchvision's variant and in megvii's. What comes out is the
 * same but for the rounding of sums in another order.
 */
public final class Reorder {
  private final Model from;
  private final Graph to;
  private final Lanes before;
  private final Lanes after;
  private final Map<Integer, Integer> standIns = new HashMap<>(); // lane of `to` → lane of `from`
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private Reorder(Model from, Graph to) {
    this.from = from;
    this.to = to;
    this.before = new Lanes(from.graph());
    this.after = new Lanes(to);
  }

  /**
   * The graph with the other model's numbers, which may be for inputs of other sizes.
   *
   * @throws IllegalArgumentException if no order of channels makes one of the other, naming the
   *     first layers that differ; or if a bias would get lost
   */
  public static Model of(Model from, Graph to) {
    Shape[] inputs = to.inputs().stream().map(Node::shape).toArray(Shape[]::new);
    return new Reorder(from.at(inputs), to).run();
  }

  private Model run() {
    checkWork();
    matchLanes();
    for (int i = 0; i < after.work().size(); i++) {
      move(before.work().get(i), after.work().get(i));
    }
    return new Model(to, new Weights(tensors));
  }

  private void checkWork() {
    int common = Math.min(before.work().size(), after.work().size());
    for (int i = 0; i < common; i++) {
      Node mine = before.work().get(i);
      Node theirs = after.work().get(i);
      if (!mine.shape().equals(theirs.shape()) || !sameButForBias(mine.op(), theirs.op())) {
        throw new IllegalArgumentException(
            mine
                + " stands where "
                + theirs
                + " does; no order of channels makes one of the other");
      }
    }
    if (before.work().size() != after.work().size()) {
      throw new IllegalArgumentException(
          "expected "
              + after.work().size()
              + " layers and other steps, found "
              + before.work().size());
    }
  }

  private static boolean sameButForBias(Op one, Op other) {
    return unbiased(one).equals(unbiased(other));
  }

  private static Op unbiased(Op op) {
    if (op instanceof Op.Conv2d conv) {
      return conv.withBias();
    }
    return op instanceof Op.Linear linear ? new Op.Linear(linear.outFeatures(), true) : op;
  }

  private void matchLanes() {
    Map<Set<Station>, List<Integer>> mine = before.alike();
    after
        .alike()
        .forEach(
            (stations, lanes) -> {
              List<Integer> found = mine.getOrDefault(stations, List.of());
              if (found.size() != lanes.size()) {
                throw new IllegalArgumentException(refusal(stations, lanes.size(), found.size()));
              }
              for (int i = 0; i < lanes.size(); i++) {
                standIns.put(lanes.get(i), found.get(i));
              }
            });
  }

  private String refusal(Set<Station> stations, int expected, int found) {
    int first = stations.stream().mapToInt(Station::work).min().orElseThrow();
    return String.format(
        Locale.ROOT,
        "%s: channels that are read alike number %d, in the other network %d; no order of channels"
            + " makes one of the other",
        after.work().get(first).name(),
        expected,
        found);
  }

  /** For each channel of the second list, the place in the first of the one it stands for. */
  private int[] places(List<Channel> mine, List<Channel> theirs, Node node) {
    Map<Channel, Integer> index = new HashMap<>();
    for (int i = 0; i < mine.size(); i++) {
      if (index.put(mine.get(i), i) != null) {
        throw new IllegalArgumentException(node.name() + ": has a channel twice");
      }
    }
    return theirs.stream()
        .mapToInt(it -> index.get(new Channel(standIns.get(it.lane()), it.writer())))
        .toArray();
  }

  private void move(Node mine, Node theirs) {
    if (theirs.parameters().isEmpty()) {
      return;
    }
    int[] rows = places(before.channels(mine), after.channels(theirs), theirs);
    int[] columns = columns(mine, theirs);
    for (Parameter own : theirs.op().parameters(theirs.inputs())) {
      Tensor tensor = from.weights().tensors().get(mine.parameter(own.name()));
      if (tensor == null) {
        tensor = new Tensor(new float[own.elements()], own.dimensions()); // a bias
      }
      put(theirs.parameter(own.name()), reordered(theirs, tensor, rows, columns));
    }
    checkNothingIsLost(mine, theirs);
  }

  private void put(String name, Tensor tensor) {
    Tensor known = tensors.putIfAbsent(name, tensor);
    if (known != null && !Arrays.equals(known.data(), tensor.data())) {
      throw new IllegalArgumentException(
          name + ": layers that share it need its channels in different orders");
    }
  }

  // Where a row's numbers for each input channel lie in a row of the other: a convolution's rows
  // have those of its group.
  private int[] columns(Node mine, Node theirs) {
    if (Lanes.isChannelwise(theirs)) {
      return new int[0];
    }
    return places(before.channels(mine.input()), after.channels(theirs.input()), theirs);
  }

  private static Tensor reordered(Node node, Tensor tensor, int[] rows, int[] columns) {
    if (tensor.rank() == 0) {
      return tensor; // the same for all channels
    }
    if (node.op() instanceof Op.PositionEmbedding) {
      return reorderedLast(tensor, rows);
    }
    boolean wide = tensor.rank() > 1 && !Lanes.isChannelwise(node);
    return reordered(tensor, rows, wide ? columns : new int[] {0});
  }

  private static Tensor reorderedLast(Tensor tensor, int[] channels) {
    float[] data = new float[tensor.data().length];
    for (int i = 0; i < data.length; i++) {
      int channel = i % channels.length;
      data[i] = tensor.data()[i - channel + channels[channel]];
    }
    return new Tensor(data, tensor.shape());
  }

  private static Tensor reordered(Tensor tensor, int[] rows, int[] columns) {
    float[] old = tensor.data();
    float[] data = new float[old.length];
    int row = data.length / rows.length;
    int group = columns.length == 1 ? 1 : inEachRow(tensor, columns.length);
    int each = row / group;
    int perGroup = rows.length * group / columns.length; // rows that read the same channels
    for (int r = 0; r < rows.length; r++) {
      int first = columns.length == 1 ? 0 : r / perGroup * group;
      for (int c = 0; c < group; c++) {
        int place = columns[first + c] - first;
        System.arraycopy(old, rows[r] * row + place * each, data, r * row + c * each, each);
      }
    }
    return new Tensor(data, tensor.shape());
  }

  // A fully connected layer's rows have all numbers of all channels.
  private static int inEachRow(Tensor tensor, int channels) {
    return tensor.rank() == 2 ? channels : tensor.size(1);
  }

  private void checkNothingIsLost(Node mine, Node theirs) {
    for (Parameter own : mine.op().parameters(mine.inputs())) {
      if (tensors.containsKey(theirs.parameter(own.name()))) {
        continue;
      }
      String name = mine.parameter(own.name());
      float[] data = from.weights().get(name).data();
      for (float number : data) {
        if (number != 0) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s: %d numbers up to %s, but %s has no bias",
                  name,
                  data.length,
                  largest(data),
                  theirs.name()));
        }
      }
    }
  }

  private static float largest(float[] data) {
    float[] sizes = data.clone();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(sizes[i]);
    }
    Arrays.sort(sizes);
    return sizes[sizes.length - 1];
  }
}
