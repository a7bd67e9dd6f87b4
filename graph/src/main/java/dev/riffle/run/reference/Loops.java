package dev.riffle.run.reference;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Weights;
import dev.riffle.run.Interpolation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Every op as loops over planes. A map of one picture is a {@code float[channel][y * width + x]};
 * its planes are never written again once they are made, so slicing, concatenating and shuffling
 * hand them on as they are.
 */
final class Loops implements OpVisitor<Loops.Kernel> {

  /** A node's arithmetic, with the weights it needs. */
  @FunctionalInterface
  interface Kernel {
    /** The map that comes out, given those that go in. */
    float[][] run(List<float[][]> inputs);
  }

  private final Weights weights;

  Loops(Weights weights) {
    this.weights = weights;
  }

  private float[] weight(Node node, String parameter) {
    return weights.get(node.parameter(parameter)).data();
  }

  @Override
  public Kernel visit(Op.Input op, Node node) {
    throw new IllegalArgumentException(node.name() + ": an input is given, not computed");
  }

  @Override
  public Kernel visit(Op.Conv2d op, Node node) {
    return new Convolution(
        op,
        new Window(op.kernel(), op.stride(), op.padding(), node.input().shape(), node.shape()),
        weight(node, "weight"),
        op.bias() ? weight(node, "bias") : new float[op.outChannels()]);
  }

  // Spelled out as it is defined, so that folding can be held against it.
  @Override
  public Kernel visit(Op.BatchNorm op, Node node) {
    float[] weight = weight(node, "weight");
    float[] bias = weight(node, "bias");
    float[] mean = weight(node, "running_mean");
    float[] variance = weight(node, "running_var");
    return inputs -> {
      float[][] out = new float[mean.length][];
      for (int c = 0; c < out.length; c++) {
        float factor = (float) (weight[c] / Math.sqrt(variance[c] + op.epsilon()));
        out[c] = Arithmetic.normalised(inputs.get(0)[c], mean[c], factor, bias[c]);
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.GroupNorm op, Node node) {
    return new GroupNormalisation(op, weight(node, "weight"), weight(node, "bias"));
  }

  @Override
  public Kernel visit(Op.Scale op, Node node) {
    float factor = weight(node, "scale")[0];
    return inputs -> {
      float[][] out = new float[node.shape().channels()][];
      for (int c = 0; c < out.length; c++) {
        out[c] = Arithmetic.product(inputs.get(0)[c], factor);
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.Detach op, Node node) {
    return inputs -> inputs.get(0);
  }

  @Override
  public Kernel visit(Op.Activate op, Node node) {
    return inputs -> {
      float[][] out = new float[node.shape().channels()][];
      for (int c = 0; c < out.length; c++) {
        out[c] = Arithmetic.activated(inputs.get(0)[c], op.function());
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.MaxPool op, Node node) {
    Window window =
        new Window(op.kernel(), op.stride(), op.padding(), node.input().shape(), node.shape());
    return inputs -> {
      float[][] out = new float[node.shape().channels()][node.shape().plane()];
      float[] seen = new float[node.shape().plane()];
      for (int c = 0; c < out.length; c++) {
        Arrays.fill(out[c], Float.NEGATIVE_INFINITY);
        for (int ky = 0; ky < op.kernel(); ky++) {
          for (int kx = 0; kx < op.kernel(); kx++) {
            Arrays.fill(seen, Float.NEGATIVE_INFINITY);
            window.look(inputs.get(0)[c], ky, kx, seen);
            Arithmetic.raise(out[c], seen);
          }
        }
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.AvgPool op, Node node) {
    Window window =
        new Window(op.kernel(), op.stride(), op.padding(), node.input().shape(), node.shape());
    float share = 1f / (op.kernel() * op.kernel());
    return inputs -> {
      float[][] out = new float[node.shape().channels()][node.shape().plane()];
      float[] seen = new float[node.shape().plane()];
      for (int c = 0; c < out.length; c++) {
        for (int ky = 0; ky < op.kernel(); ky++) {
          for (int kx = 0; kx < op.kernel(); kx++) {
            Arrays.fill(seen, 0);
            window.look(inputs.get(0)[c], ky, kx, seen);
            Arithmetic.addShare(out[c], seen, share);
          }
        }
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.Pad op, Node node) {
    Shape in = node.input().shape();
    int width = node.shape().width();
    int first = op.before(in.height()) * width + op.before(in.width());
    return inputs -> {
      float[][] out = new float[in.channels()][node.shape().plane()];
      for (int c = 0; c < out.length; c++) {
        for (int y = 0; y < in.height(); y++) {
          System.arraycopy(inputs.get(0)[c], y * in.width(), out[c], first + y * width, in.width());
        }
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.MeanPool op, Node node) {
    return inputs -> {
      float[][] out = new float[node.shape().channels()][1];
      for (int c = 0; c < out.length; c++) {
        float sum = 0;
        for (float number : inputs.get(0)[c]) {
          sum += number;
        }
        out[c][0] = sum / inputs.get(0)[c].length;
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.Resize op, Node node) {
    Shape in = node.input().shape();
    Interpolation rows = Interpolation.of(op, in.height(), node.shape().height());
    Interpolation columns = Interpolation.of(op, in.width(), node.shape().width());
    return inputs -> {
      float[][] out = new float[node.shape().channels()][];
      for (int c = 0; c < out.length; c++) {
        out[c] = Arithmetic.resized(inputs.get(0)[c], in.width(), rows, columns);
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.Add op, Node node) {
    return inputs -> {
      float[][] out = new float[node.shape().channels()][];
      for (int c = 0; c < out.length; c++) {
        out[c] = Arithmetic.sum(inputs.get(0)[c], inputs.get(1)[c]);
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.Multiply op, Node node) {
    return inputs -> {
      float[][] out = new float[node.shape().channels()][];
      for (int c = 0; c < out.length; c++) {
        float[] factor = inputs.get(1)[c];
        out[c] =
            factor.length == 1
                ? Arithmetic.product(inputs.get(0)[c], factor[0])
                : Arithmetic.product(inputs.get(0)[c], factor);
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.Concat op, Node node) {
    return inputs -> {
      List<float[]> planes = new ArrayList<>();
      inputs.forEach(map -> Collections.addAll(planes, map));
      return planes.toArray(float[][]::new);
    };
  }

  @Override
  public Kernel visit(Op.Slice op, Node node) {
    return inputs -> Arrays.copyOfRange(inputs.get(0), op.from(), op.to());
  }

  @Override
  public Kernel visit(Op.Shuffle op, Node node) {
    int channels = node.shape().channels();
    return inputs -> {
      float[][] out = new float[channels][];
      for (int c = 0; c < channels; c++) {
        out[c] = inputs.get(0)[op.source(c, channels)];
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.Linear op, Node node) {
    float[] weight = weight(node, "weight"); // [out][channel * plane + place], flat
    float[] bias = op.bias() ? weight(node, "bias") : new float[op.outFeatures()];
    return inputs -> {
      float[][] out = new float[op.outFeatures()][1];
      for (int o = 0, w = 0; o < out.length; o++) {
        float sum = bias[o];
        for (float[] plane : inputs.get(0)) {
          for (float number : plane) {
            sum += weight[w++] * number;
          }
        }
        out[o][0] = sum;
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.LayerNorm op, Node node) {
    return new LayerNormalisation(op, weight(node, "weight"), weight(node, "bias"));
  }

  @Override
  public Kernel visit(Op.PositionEmbedding op, Node node) {
    float[] embed = weight(node, "embed"); // [place * channels + channel]
    int channels = node.shape().channels();
    return inputs -> {
      float[][] out = new float[channels][node.shape().plane()];
      for (int c = 0; c < channels; c++) {
        for (int place = 0; place < out[c].length; place++) {
          out[c][place] = inputs.get(0)[c][place] + embed[place * channels + c];
        }
      }
      return out;
    };
  }

  @Override
  public Kernel visit(Op.Attention op, Node node) {
    return new AttentionOfPlaces(node.shape().channels(), op.size(node));
  }
}
