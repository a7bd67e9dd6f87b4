package dev.riffle.gradient.planar;

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
final class PlainLayer implements Layer {
  private final Kernels kernels;
  private final dev.riffle.gradient.reference.Layer layer;
  private final Plane[] in;
  private final Plane[] out;
  private final double[] map; // [picture][channel][place]
  private final double[] made;
  private final Map<String, double[]> slopes = new HashMap<>(); // of each parameter
  private final Map<String, float[]> gradients = new HashMap<>(); // where they go, if it learns

  PlainLayer(Node node, Plane[] in, Plane[] out, TrainingPlan plan) {
    this.kernels = plan.kernels();
    this.in = in;
    this.out = out;
    this.map = new double[in.length * in[0].stack().count()];
    this.made = new double[out.length * out[0].stack().count()];
    Map<String, float[]> values = new HashMap<>();
    for (Parameter parameter : node.parameters()) {
      String name = parameter.name();
      values.put(name, plan.parameters().values(name));
      slopes.put(name, new double[parameter.elements()]);
      float[] gradient = plan.gradient(name);
      if (gradient != null) {
        gradients.put(name, gradient);
      }
    }
    int pictures = in[0].stack().pictures();
    this.layer = node.accept(new Layers(pictures, values, slopes, norm -> false, 0));
    plan.forward(new UnitStep(1, 0, (arena, scratch, unit) -> forward(arena)));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private void forward(float[] arena) {
    for (int c = 0; c < in.length; c++) {
      read(arena, in[c].value(), in[c].stack(), map, c, in.length);
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
    int[] slopePlanes = Arrays.stream(out).mapToInt(Plane::slope).toArray();
    plan.backward(
        new UnitStep(1, 0, (arena, scratch, unit) -> backward(arena, slopePlanes, targets)));
    Target.drop(targets, in, plan.arena());
  }

  private void backward(float[] arena, int[] slopePlanes, Target[] targets) {
    double[] along = new double[made.length];
    for (int c = 0; c < out.length; c++) {
      read(arena, slopePlanes[c], out[c].stack(), along, c, out.length);
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

  // A plane of the batch into the maps of all pictures.
  private static void read(
      float[] arena, int plane, Stack stack, double[] maps, int channel, int channels) {
    for (int n = 0; n < stack.pictures(); n++) {
      for (int y = 0; y < stack.height(); y++) {
        int row = plane + n * stack.step() + y * stack.pitch();
        int to = ((n * channels + channel) * stack.height() + y) * stack.width();
        for (int x = 0; x < stack.width(); x++) {
          maps[to + x] = arena[row + x];
        }
      }
    }
  }

  // And back.
  private static void write(
      double[] maps, int channel, int channels, float[] arena, int plane, Stack stack) {
    for (int n = 0; n < stack.pictures(); n++) {
      for (int y = 0; y < stack.height(); y++) {
        int row = plane + n * stack.step() + y * stack.pitch();
        int from = ((n * channels + channel) * stack.height() + y) * stack.width();
        for (int x = 0; x < stack.width(); x++) {
          arena[row + x] = (float) maps[from + x];
        }
      }
    }
  }
}
