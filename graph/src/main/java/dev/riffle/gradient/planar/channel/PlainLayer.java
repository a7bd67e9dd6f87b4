package dev.riffle.gradient.planar.channel;

import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.place.Target;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.gradient.reference.Layers;
import dev.riffle.graph.Node;
import dev.riffle.graph.Parameter;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A node by the loops of the reference, in doubles and on one thread: what transformers have, which
 * is a small part of the networks here.
 */
public final class PlainLayer implements Layer {
  private final Kernels kernels;
  private final dev.riffle.gradient.reference.Layer layer;
  private final Plane[] in;
  private final Plane[] out;
  private final double[] map; // [picture][channel][place]
  private final double[] made;
  private final Map<String, double[]> slopes = new HashMap<>(); // of each parameter
  private final Map<String, float[]> gradients = new HashMap<>(); // where they go, if it learns

  /** Adds the step of the way there. */
  public PlainLayer(Node node, Plane[] in, Plane[] out, TrainingPlan plan) {
    this.kernels = plan.kernels();
    this.in = in;
    this.out = out;
    this.map = new double[in.length * in[0].stack().count()];
    this.made = new double[out.length * out[0].stack().count()];
    for (Parameter parameter : node.parameters()) {
      String name = parameter.name();
      slopes.put(name, new double[parameter.elements()]);
      float[] gradient = plan.gradient(name);
      if (gradient != null) {
        gradients.put(name, gradient);
      }
    }
    int pictures = in[0].stack().pictures();
    this.layer =
        node.accept(new Layers(pictures, plan.parameters()::values, slopes::get, norm -> false, 0));
    plan.forward(new UnitStep(1, 0, (arena, scratch, unit) -> forward(arena)));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private void forward(float[] arena) {
    for (int c = 0; c < in.length; c++) {
      read(arena, in[c].value(), in[c].stack(), c, in.length, map);
    }
    Arrays.fill(made, 0);
    layer.forward(List.of(map), made);
    for (int c = 0; c < out.length; c++) {
      write(made, c, out.length, arena, out[c].value(), out[c].stack());
    }
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] targets = Target.of(in, plan.arena());
    plan.backward(new UnitStep(1, 0, (arena, scratch, unit) -> backward(arena, targets)));
    Target.drop(targets, in, plan.arena());
  }

  private void backward(float[] arena, Target[] targets) {
    double[] along = new double[made.length];
    for (int c = 0; c < out.length; c++) {
      read(arena, out[c].slope(), out[c].stack(), c, out.length, along);
    }
    double[] found = new double[map.length];
    slopes.values().forEach(numbers -> Arrays.fill(numbers, 0));
    layer.backward(List.of(map), made, along, List.of(found));
    for (int c = 0; c < in.length; c++) {
      Arrays.fill(arena, targets[c].at(), targets[c].at() + in[c].stack().places(), 0);
      write(found, c, in.length, arena, targets[c].at(), in[c].stack());
      targets[c].add(kernels, arena);
    }
    gradients.forEach(
        (name, numbers) -> {
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) slopes.get(name)[i];
          }
        });
  }

  // A plane into the maps of all pictures.
  private static void read(
      float[] arena, int plane, Stack stack, int channel, int channels, double[] maps) {
    stack.rows(
        channel,
        channels,
        (row, at) -> {
          for (int x = 0; x < stack.width(); x++) {
            maps[at + x] = arena[plane + row + x];
          }
        });
  }

  // And back.
  private static void write(
      double[] maps, int channel, int channels, float[] arena, int plane, Stack stack) {
    stack.rows(
        channel,
        channels,
        (row, at) -> {
          for (int x = 0; x < stack.width(); x++) {
            arena[plane + row + x] = (float) maps[at + x];
          }
        });
  }
}
