package dev.riffle.cost;

import dev.riffle.graph.Node;
import java.util.List;

/**
 * A place where a network does not follow a guideline.
 *
 * @param place a layer's name, or the scope of a unit
 * @param what it does there, as {@code 24 -> 58 channels}
 * @param nodes the layers concerned, in running order
 * @param memoryAccess numbers that these layers read and write, see {@link LayerCost}
 * @param excess how many of them are the guideline's matter, see {@link Audit}
 */
public record Breach(
    Guideline guideline,
    String place,
    String what,
    List<Node> nodes,
    long memoryAccess,
    long excess) {

  public Breach {
    nodes = List.copyOf(nodes);
  }
}
