package dev.riffle.onnx.read;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.weights.file.StoredTensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an ONNX value turns out to be. */
sealed interface Value {

  /** Numbers that are known without a picture. */
  record Constant(StoredTensor tensor) implements Value {}

  /** A node's numbers, in some order. */
  record View(Node node, Layout layout) implements Value {

    /** A node's numbers as the node has them. */
    static View of(Node node, long batch) {
      Shape map = node.shape();
      return new View(node, Layout.inOrder(batch, map.channels(), map.height(), map.width()));
    }

    /** A node of length-1 maps as a table, {@code [N, C]}. */
    static View table(Node node, long batch) {
      return new View(node, Layout.inOrder(batch, node.shape().channels()));
    }

    long batch() {
      long total = 1;
      for (long length : layout.lengths()) {
        total *= length;
      }
      return total / node.shape().elements();
    }

    /** Whether it is the node's map, {@code [N, C, H, W]}. */
    boolean isMap() {
      return layout.equals(of(node, batch()).layout);
    }

    /** Whether it is all of a map in a row, {@code [N, C·H·W]}. */
    boolean isTable() {
      return layout.equals(Layout.inOrder(batch(), node.shape().elements()));
    }

    /**
     * The same, as the map of a new node of that name if what was turned around makes up a channel
     * shuffle.
     */
    View settled(String name, Network network) {
      Shape map = node.shape();
      List<List<Layout.Run>> axes = layout.axes();
      if (axes.size() != 4 || axes.get(1).size() != 2) {
        return this;
      }
      Op.Shuffle shuffle = new Op.Shuffle((int) axes.get(1).get(1).length());
      // [N, groups, C / groups, H, W] with the two in the middle turned around.
      Layout turned =
          Layout.inOrder(
                  batch(),
                  shuffle.groups(),
                  map.channels() / shuffle.groups(),
                  map.height(),
                  map.width())
              .transposed(List.of(0L, 2L, 1L, 3L, 4L))
              .reshaped(new long[] {batch(), map.channels(), map.height(), map.width()});
      return layout.equals(turned) ? of(network.node(name, shuffle, node), batch()) : this;
    }
  }

  /**
   * A number of each place of a map, on the way to its layer normalisation.
   *
   * @param x the map
   * @param epsilon what was added to the variance; 0 before that
   */
  record Moment(View x, Stage stage, double epsilon) implements Value {
    /** How far it is; all but {@code CENTRED} and {@code SQUARES} are one number a place. */
    enum Stage {
      MEAN,
      CENTRED,
      SQUARES,
      VARIANCE,
      SHIFTED_VARIANCE,
      DEVIATION
    }

    Moment at(Stage other) {
      return new Moment(x, other, epsilon);
    }
  }

  /** What is made of some maps behind the network: a reading of its outputs, not a part of it. */
  sealed interface Reading extends Value {
    /** The maps. */
    List<Node> of();
  }

  /** A reading of any kind. */
  record Behind(List<Node> of) implements Reading {}

  /**
   * How much each place is to take of each other, {@code [N, heads, places, places]}, on the way to
   * their attention; a reading like others if nothing comes of it.
   *
   * @param keys a map taken for {@code [N, heads, size, places]}, as the queries and values are
   * @param values what the weights were multiplied by; none before that
   */
  record Weighing(Node queries, View keys, Optional<Node> values, Stage stage) implements Reading {
    /** How far it is. */
    enum Stage {
      PRODUCTS,
      SCALED,
      SHARES,
      TURNED,
      OF_VALUES
    }

    @Override
    public List<Node> of() {
      return Stream.concat(Stream.of(queries, keys.node()), values.stream()).toList();
    }

    Weighing at(Stage other) {
      return new Weighing(queries, keys, values, other);
    }

    Weighing ofValues(Node multiplied) {
      return new Weighing(queries, keys, Optional.of(multiplied), Stage.OF_VALUES);
    }
  }
}
