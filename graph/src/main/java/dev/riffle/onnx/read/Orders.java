package dev.riffle.onnx.read;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.onnx.read.Value.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Ops that count numbers differently, cut maps apart or put them together. */
final class Orders {
  private Orders() {}

  static Value reshape(Call call) {
    call.expect("allowzero", 0L);
    View x = call.view(0);
    return new View(x.node(), x.layout().reshaped(call.array(1).toLongs()))
        .settled(call.name(), call.network());
  }

  static Value transpose(Call call) {
    View x = call.view(0);
    List<Long> backwards = new ArrayList<>();
    for (long axis = 0; axis < x.layout().axes().size(); axis++) {
      backwards.add(0, axis);
    }
    return new View(x.node(), x.layout().transposed(call.integers("perm", backwards)))
        .settled(call.name(), call.network());
  }

  static Value flatten(Call call) {
    View x = call.view(0);
    long[] before = x.layout().lengths();
    long axis = call.integer("axis", 1);
    int at = Math.toIntExact(axis < 0 ? axis + before.length : axis);
    long rows = 1;
    for (int i = 0; i < at; i++) {
      rows *= before[i];
    }
    return new View(x.node(), x.layout().reshaped(new long[] {rows, -1}));
  }

  static Value unsqueeze(Call call) {
    View x = call.view(0);
    List<List<Layout.Run>> axes = new ArrayList<>(x.layout().axes());
    List<Long> added = call.integers("axes", 1, List.of());
    int rank = axes.size() + added.size();
    added.stream()
        .map(axis -> Math.toIntExact(axis < 0 ? axis + rank : axis))
        .sorted()
        .forEach(axis -> axes.add(axis, List.of()));
    return new View(x.node(), new Layout(axes));
  }

  static Value squeeze(Call call) {
    View x = call.view(0);
    List<List<Layout.Run>> axes = new ArrayList<>(x.layout().axes());
    call.integers("axes", 1, List.of()).stream()
        .map(axis -> Math.toIntExact(axis < 0 ? axis + x.layout().axes().size() : axis))
        .sorted(Collections.reverseOrder())
        .forEach(
            axis -> {
              if (!axes.remove((int) axis).isEmpty()) {
                throw new IllegalArgumentException("axis " + axis + " is longer than 1");
              }
            });
    return new View(x.node(), new Layout(axes));
  }

  /** Some channels of a map, else something behind the network. */
  static Value slice(Call call) {
    View x = call.view(0);
    if (!x.isMap()) {
      Slicing.of(call, Integer.MAX_VALUE);
      return call.reading();
    }
    Slicing slicing = Slicing.of(call, x.node().shape().channels());
    checkChannels(slicing.axis());
    Op op = new Op.Slice(slicing.from(), slicing.to());
    return View.of(call.network().node(call.name(), op, x.node()), x.batch());
  }

  private static void checkChannels(long axis) {
    if (axis != 1) {
      throw new IllegalArgumentException("axis: expected 1, the channels, found " + axis);
    }
  }

  static List<Value> split(Call call) {
    Node x = call.map(0);
    checkChannels(call.integer("axis", 0));
    int parts = call.outputs().size();
    int channels = x.shape().channels();
    call.integer("num_outputs", parts);
    // All alike, the last one shorter, if nothing else is said.
    List<Long> alike = Collections.nCopies(parts, (long) (channels + parts - 1) / parts);
    List<Long> lengths = new ArrayList<>(call.integers("split", 1, List.of()));
    if (lengths.isEmpty()) {
      lengths.addAll(alike);
      lengths.set(parts - 1, channels - (parts - 1) * alike.get(0));
    }
    if (lengths.size() != parts || lengths.stream().mapToLong(n -> n).sum() != channels) {
      throw new IllegalArgumentException(
          "split: expected " + parts + " that make " + channels + ", found " + lengths);
    }
    List<Value> values = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts; i++) {
      int to = from + Math.toIntExact(lengths.get(i));
      Node part = call.network().node(call.outputs().get(i), new Op.Slice(from, to), x);
      values.add(View.of(part, call.view(0).batch()));
      from = to;
    }
    return values;
  }

  /** Maps behind one another, channel-wise, else something behind the network. */
  static Value concat(Call call) {
    long axis = call.integer("axis", 0);
    boolean maps =
        call.inputs().stream().allMatch(input -> input instanceof View view && view.isMap());
    if (!maps) {
      return call.reading();
    }
    checkChannels(axis < 0 ? axis + 4 : axis);
    Node[] nodes = new Node[call.inputs().size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = call.map(i);
    }
    Node all = call.network().node(call.name(), new Op.Concat(), nodes);
    return View.of(all, call.view(0).batch());
  }
}
