package dev.riffle.measure;

import dev.riffle.cost.Guideline;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import java.util.List;

/**
 * One of the experiments by which ShuffleNet V2's paper comes to its guidelines: networks of about
 * as many multiply-adds that differ in one thing, and how fast each of them was.
 *
 * @param guideline what it is to show
 * @param rows the networks; the others are compared with the first
 */
public record Trial(Guideline guideline, List<Row> rows) {

  /** The widths at which each network is tried. */
  public static final List<Integer> FACTORS = List.of(1, 2, 4);

  /** The paper's size of the maps. */
  public static final int SIZE = 56;

  private static final int BLOCKS = 10;

  public Trial {
    rows = List.copyOf(rows);
  }

  /** What a network is a stack of. */
  @FunctionalInterface
  interface Block {
    Node build(Scope block, Node x, int factor);
  }

  /**
   * A network.
   *
   * @param name what sets it apart
   * @param channels of its maps at the first width
   * @param inner channels between a block's convolutions where they are others, else 0
   * @param published what the paper measured at each width: a rate, so that more is faster
   */
  public record Row(String name, int channels, int inner, Block block, List<Double> published) {

    public Row {
      published = List.copyOf(published);
    }

    /** The network at a width, for square maps. */
    public Graph graph(int factor, int size) {
      Scope root = Scope.root();
      Node input = root.input("x", new Shape(channels * factor, size, size));
      Node x = input;
      for (int i = 0; i < BLOCKS; i++) {
        x = block.build(root.in(i), x, factor);
      }
      return new Graph(List.of(input), List.of(x));
    }

    /** The channels for people, at the first width. */
    public String width() {
      return inner == 0 ? Integer.toString(channels) : channels + ", " + inner;
    }
  }

  /** How many times as fast as the first row the paper found a row at a width. */
  public double published(int row, int factor) {
    return rows.get(row).published().get(factor) / rows.get(0).published().get(factor);
  }
}
