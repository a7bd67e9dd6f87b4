package dev.riffle.run.planar;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.run.planar.step.Grid;
import dev.riffle.run.planar.step.Step;
import java.util.List;

/**
 * A model made ready for one input size: what to do, and where everything lies. Immutable; any
 * number of sessions run it at once, each with an arena of its own.
 *
 * @param inputs where each of the graph's inputs is to be put
 * @param outputs where each of the graph's outputs then lies
 * @param arenaSize numbers that all planes take
 * @param scratchSize numbers that each thread needs besides
 */
record Program(
    Graph graph,
    List<Stage> stages,
    List<Place> inputs,
    List<Place> outputs,
    int arenaSize,
    int scratchSize) {

  Program {
    stages = List.copyOf(stages);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * A step and what it computes.
   *
   * @param nodes the nodes fused into it; empty where it only moves numbers into place
   */
  record Stage(Step step, List<Node> nodes) {}

  /**
   * A map's place in the arena.
   *
   * @param planes first place of each channel
   */
  record Place(int[] planes, Grid grid) {}
}
