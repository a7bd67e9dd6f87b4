package dev.riffle.gradient.planar.plan;

import dev.riffle.gradient.Parameters;
import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Arena;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.place.Stacks;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Shape;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.step.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A training session in the making: steps there and back, and where everything lies. */
public final class TrainingPlan {
  private final Graph graph;
  private final Parameters parameters;
  private final Kernels kernels = Kernels.fastest();
  private final SlopeKernels slopeKernels = SlopeKernels.fastest();
  private final Stacks stacks;
  private final Arena arena = new Arena();
  private final Map<Node, Plane[]> values = new IdentityHashMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private final Map<String, Integer> uses = new HashMap<>(); // of gradients
  private final List<Step> sums = new ArrayList<>(); // of what several nodes share

  /**
   * A plan without steps.
   *
   * @param pictures of a batch
   */
  public TrainingPlan(Graph graph, int pictures, Parameters parameters) {
    this.graph = graph;
    this.parameters = parameters;
    this.stacks = new Stacks(graph, pictures);
  }

  /** The verbs that running a network has too. */
  public Kernels kernels() {
    return kernels;
  }

  /** The verbs of learning. */
  public SlopeKernels slopeKernels() {
    return slopeKernels;
  }

  /** What learns, and its slopes. */
  public Parameters parameters() {
    return parameters;
  }

  /** Where everything lies. */
  public Arena arena() {
    return arena;
  }

  /** See {@link Stacks#of}. */
  public Stack stack(Shape shape) {
    return stacks.of(shape);
  }

  /** See {@link Stacks#grid}. */
  public Stack grid(Node node, int kernel, int stride, int padding) {
    return stacks.grid(node, kernel, stride, padding);
  }

  /**
   * New planes for a node's value.
   *
   * @param learns whether their slopes are wanted
   */
  public Plane[] take(Node node, boolean learns) {
    return take(node.shape().channels(), stack(node.shape()), learns);
  }

  /** New planes that lie so. */
  public Plane[] take(int channels, Stack stack, boolean learns) {
    Plane[] planes = new Plane[channels];
    Arrays.setAll(planes, c -> new Plane(stack, arena.take(stack), learns));
    return planes;
  }

  /** Says where a node's value lies. */
  public void keep(Node node, Plane[] planes) {
    values.put(node, planes);
  }

  /** The planes of a node's value, which has been planned. */
  public Plane[] value(Node node) {
    return values.get(node);
  }

  /** The planes of one of a node's inputs. */
  public Plane[] in(Node node, int i) {
    return values.get(node.inputs().get(i));
  }

  /** Adds a step of the way there. */
  public void forward(Step step) {
    forward.add(step);
  }

  /** Adds a step of the way back. */
  public void backward(Step step) {
    backward.add(step);
  }

  /** Adds what is to be gone back through, if anything before it learns. */
  public void add(Layer layer) {
    if (Plane.anyLearns(layer.out())) {
      layers.add(layer);
    }
  }

  /** The numbers of a node's parameter, by its place among them. */
  public float[] values(Node node, int index) {
    return parameters.values(node.parameters().get(index).name());
  }

  /** Where the slopes of that parameter go, see {@link #gradient(String)}. */
  public float[] gradient(Node node, int index) {
    return gradient(node.parameters().get(index).name());
  }

  /**
   * Where a parameter's slopes go; null if it does not learn. Nodes that share a parameter each
   * have an array of their own, and all are added up in the end.
   */
  public float[] gradient(String parameter) {
    if (!parameters.learns(parameter)) {
      return null;
    }
    float[] all = parameters.gradient(parameter);
    if (uses.merge(parameter, 1, Integer::sum) == 1) {
      return all;
    }
    float[] own = new float[all.length];
    sums.add(
        new UnitStep(
            1,
            0,
            (arena, scratch, unit) -> {
              for (int i = 0; i < all.length; i++) {
                all[i] += own[i];
              }
            }));
    return own;
  }

  /** Plans the way back, once all layers are there. */
  public void planBackward() {
    for (Node output : graph.outputs()) {
      for (Plane plane : values.get(output)) {
        if (plane.learns() && plane.slope() == Plane.NOWHERE) {
          plane.slopeAt(arena.takeSlope(plane.stack()));
        }
      }
    }
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      for (Plane plane : layer.out()) {
        if (plane.slope() == Plane.NOWHERE) {
          clear(plane);
        }
      }
      layer.backward(this);
      for (Plane plane : layer.out()) {
        arena.dropSlope(plane.stack(), plane.slope());
      }
    }
    backward.addAll(sums);
  }

  // Nothing reads it.
  private void clear(Plane plane) {
    int slope = arena.takeSlope(plane.stack());
    int places = plane.stack().places();
    plane.slopeAt(slope);
    backward(
        new UnitStep(
            1, 0, (memory, scratch, unit) -> Arrays.fill(memory, slope, slope + places, 0)));
  }

  /** All steps of the way there, in order. */
  public List<Step> forwardSteps() {
    return forward;
  }

  /** All steps of the way back, in order. */
  public List<Step> backwardSteps() {
    return backward;
  }

  /** Numbers of scratch memory that a thread needs. */
  public int scratchSize() {
    int most =
        Stream.concat(forward.stream(), backward.stream()).mapToInt(Step::scratch).max().orElse(0);
    return most + 64;
  }
}
