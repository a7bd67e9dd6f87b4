package dev.riffle.run.planar;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.run.planar.Program.Place;
import dev.riffle.run.planar.Program.Stage;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.step.Finish;
import dev.riffle.run.planar.step.Grid;
import dev.riffle.run.planar.step.Step;
import dev.riffle.run.planar.step.Surround;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program in the making: the steps so far, the values that are still to be read, their places.
 */
final class Plan {
  private final Model model;
  private final Kernels kernels;
  private final Packing packing;
  private final List<Chain> chains;
  private final Dealing dealing;
  private final Grids grids;
  private final Map<Node, Integer> uses;
  private final Planes planes = new Planes();
  private final Map<Node, int[]> values = new IdentityHashMap<>();
  private final List<Stage> stages = new ArrayList<>();
  private Chain chain; // the one whose step is being planned

  Plan(Model model, Packing packing, Kernels kernels) {
    this.model = model;
    this.kernels = kernels;
    this.packing = packing;
    this.chains = Chain.of(model.graph());
    this.dealing = Dealing.of(model.graph(), chains);
    this.grids = new Grids(model.graph(), chains, dealing);
    this.uses = uses(model.graph(), chains);
  }

  private static Map<Node, Integer> uses(Graph graph, List<Chain> chains) {
    Map<Node, Integer> uses = new IdentityHashMap<>();
    chains.forEach(c -> c.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
    graph.outputs().forEach(output -> uses.merge(output, 1, Integer::sum));
    return uses;
  }

  Model model() {
    return model;
  }

  Kernels kernels() {
    return kernels;
  }

  Packing packing() {
    return packing;
  }

  List<Chain> chains() {
    return chains;
  }

  Dealing dealing() {
    return dealing;
  }

  Grids grids() {
    return grids;
  }

  Planes planes() {
    return planes;
  }

  /** Gives the graph's inputs their places. */
  void takeInputs() {
    for (Node input : model.graph().inputs()) {
      int[] value = take(input);
      keep(input, value);
      surround(input, value);
    }
  }

  /** Turns to a chain, whose inputs are all there. */
  void begin(Chain next) {
    chain = next;
  }

  /** The chain's value lies in these planes; what only it still had to read is free again. */
  void end(int[] value) {
    keep(chain.last(), value);
    for (Node input : chain.inputs()) {
      Chain maker = dealing.maker(input);
      List<Node> read = maker == null ? List.of(input) : maker.inputs();
      read.forEach(node -> planes.drop(values.get(node)));
    }
  }

  private void keep(Node node, int[] value) {
    values.put(node, value);
    planes.keep(value, uses.getOrDefault(node, 0));
  }

  /** The chain that is being planned. */
  Chain chain() {
    return chain;
  }

  /** First places of planes for the chain's value. */
  int[] take() {
    return take(chain.last());
  }

  private int[] take(Node node) {
    return planes.take(node.shape().channels(), grids.of(node));
  }

  /** The planes of a node's value. */
  int[] value(Node node) {
    return values.get(node);
  }

  /** The planes of one of the inputs of the chain's head. */
  int[] in(int i) {
    return values.get(chain.head().inputs().get(i));
  }

  Grid gridIn() {
    return grids.of(chain.head().inputs().get(0));
  }

  Grid gridOut() {
    return grids.of(chain.last());
  }

  /** How the chain ends. */
  Finish finish() {
    return finish(chain.function());
  }

  /** The same with another function at the end. */
  Finish finish(Activation function) {
    int[] addend = chain.addend() == null ? null : values.get(chain.addend());
    return Finish.of(function, addend, grids.isSurrounded(chain.last()));
  }

  /** Adds the step that computes the chain. */
  void emit(Step step) {
    emit(step, List.of());
  }

  /** Adds the step that computes the chain and, before it, these nodes. */
  void emit(Step step, List<Node> before) {
    List<Node> nodes = new ArrayList<>(before);
    nodes.addAll(chain.nodes());
    stages.add(new Stage(step, nodes));
  }

  /** Adds a step that only moves numbers. */
  void emitMove(Step step) {
    stages.add(new Stage(step, List.of()));
  }

  /** Adds a step that puts zeros around a value, if something needs them. */
  void surround(Node node, int[] value) {
    if (grids.isSurrounded(node)) {
      emitMove(new Surround(value, grids.of(node)));
    }
  }

  /** What has been planned. */
  Program program() {
    Graph graph = model.graph();
    return new Program(
        graph,
        stages,
        graph.inputs().stream().map(this::place).toList(),
        graph.outputs().stream().map(this::place).toList(),
        planes.size(),
        Grid.spread(stages.stream().mapToInt(stage -> stage.step().scratch()).max().orElse(0)));
  }

  private Place place(Node node) {
    return new Place(values.get(node), grids.of(node));
  }
}
