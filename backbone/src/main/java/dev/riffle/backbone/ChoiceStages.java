package dev.riffle.backbone;

import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The four stages of a searched network, each opened by a unit that halves the size.
 *
 * @param channels behind each stage
 * @param units in each stage
 */
record ChoiceStages(List<Integer> channels, List<Integer> units) {

  /** Which unit stands where. */
  @FunctionalInterface
  interface Units {
    /**
     * The unit at a place.
     *
     * @param stage 0 to 3
     * @param i place in the stage
     * @param index place among all
     */
    ChoiceUnit at(int stage, int i, int index);
  }

  int places() {
    return units.stream().mapToInt(Integer::intValue).sum();
  }

  /** The maps of strides 8, 16 and 32, from one of stride 2. */
  List<Node> build(Scope scope, Node stem, Units which) {
    List<Node> ends = new ArrayList<>();
    Node x = stem;
    int index = 0;
    for (int stage = 0; stage < channels.size(); stage++) {
      for (int i = 0; i < units.get(stage); i++, index++) {
        x = which.at(stage, i, index).build(scope.in(index), x, i == 0);
      }
      ends.add(x);
    }
    return ends.subList(1, ends.size());
  }
}
