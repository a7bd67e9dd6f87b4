package dev.riffle.gradient.reference;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Every op as loops in both directions. Most come down to a handful of layers. */
public final class Layers implements OpVisitor<Layer> {
  private final int count; // pictures of a batch
  private final Function<String, float[]> values;
  private final Function<String, double[]> slopes;
  private final Predicate<Node> takesBatchStatistics;
  private final double momentum;

  /**
   * Layers for batches of one size.
   *
   * @param values of every parameter, by name; running statistics are written to
   * @param slopes of every parameter, to be added to
   * @param takesBatchStatistics whether a BatchNorm takes the batch's mean and variance
   * @param momentum how much of these goes into the running ones
   */
  public Layers(
      int count,
      Function<String, float[]> values,
      Function<String, double[]> slopes,
      Predicate<Node> takesBatchStatistics,
      double momentum) {
    this.count = count;
    this.values = values;
    this.slopes = slopes;
    this.takesBatchStatistics = takesBatchStatistics;
    this.momentum = momentum;
  }

  // The numbers of a node's parameter, and their slopes. It may be another node's too.
  private ParameterSlopes parameter(Node node, int index) {
    String name = node.parameters().get(index).name();
    return new ParameterSlopes(values.apply(name), slopes.apply(name));
  }

  private static ParameterSlopes zeros(int length) {
    return new ParameterSlopes(new float[length], new double[length]);
  }

  @Override
  public Layer visit(Op.Input op, Node node) {
    throw new IllegalArgumentException(node.name() + ": an input is given, not computed");
  }

  @Override
  public Layer visit(Op.Conv2d op, Node node) {
    return new Convolution(
        count,
        op,
        node.input().shape(),
        node.shape(),
        parameter(node, 0),
        op.bias() ? parameter(node, 1) : zeros(op.outChannels()));
  }

  // A pointwise convolution, once all numbers of a map count as channels of their own.
  @Override
  public Layer visit(Op.Linear op, Node node) {
    int in = Math.toIntExact(node.input().shape().elements());
    return new Convolution(
        count,
        Op.Conv2d.pointwise(op.outFeatures()),
        Shape.vector(in),
        node.shape(),
        parameter(node, 0),
        op.bias() ? parameter(node, 1) : zeros(op.outFeatures()));
  }

  @Override
  public Layer visit(Op.BatchNorm op, Node node) {
    return new BatchNorm(
        count,
        node.shape(),
        op.epsilon(),
        takesBatchStatistics.test(node),
        momentum,
        parameter(node, 0),
        parameter(node, 1),
        parameter(node, 2).values(),
        parameter(node, 3).values());
  }

  @Override
  public Layer visit(Op.GroupNorm op, Node node) {
    return new GroupNorm(
        count, node.shape(), op.groups(), op.epsilon(), parameter(node, 0), parameter(node, 1));
  }

  @Override
  public Layer visit(Op.Scale op, Node node) {
    ParameterSlopes scale = parameter(node, 0);
    return new Layer() {
      @Override
      public void forward(List<double[]> in, double[] out) {
        for (int i = 0; i < out.length; i++) {
          out[i] = in.get(0)[i] * scale.values()[0];
        }
      }

      @Override
      public void backward(
          List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
        for (int i = 0; i < out.length; i++) {
          inSlopes.get(0)[i] += slopes[i] * scale.values()[0];
          scale.slopes()[0] += slopes[i] * in.get(0)[i];
        }
      }
    };
  }

  @Override
  public Layer visit(Op.Detach op, Node node) {
    return new Layer() {
      @Override
      public void forward(List<double[]> in, double[] out) {
        System.arraycopy(in.get(0), 0, out, 0, out.length);
      }

      @Override
      public void backward(
          List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
        // nothing goes back
      }
    };
  }

  @Override
  public Layer visit(Op.Activate op, Node node) {
    Activation function = op.function();
    return new Layer() {
      @Override
      public void forward(List<double[]> in, double[] out) {
        for (int i = 0; i < out.length; i++) {
          out[i] = function.value(in.get(0)[i]);
        }
      }

      @Override
      public void backward(
          List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
        for (int i = 0; i < out.length; i++) {
          inSlopes.get(0)[i] += slopes[i] * function.slope(in.get(0)[i]);
        }
      }
    };
  }

  @Override
  public Layer visit(Op.MaxPool op, Node node) {
    return new MaxPool(count, op, node.input().shape(), node.shape());
  }

  @Override
  public Layer visit(Op.AvgPool op, Node node) {
    double share = 1.0 / (op.kernel() * op.kernel()); // padding counts
    Shape in = node.input().shape();
    return blend(node, Tap.window(op.kernel(), op.stride(), op.padding(), in, node.shape(), share));
  }

  @Override
  public Layer visit(Op.Pad op, Node node) {
    Shape in = node.input().shape();
    return blend(
        node, Tap.shifted(op.before(in.height()), op.before(in.width()), in, node.shape()));
  }

  @Override
  public Layer visit(Op.MeanPool op, Node node) {
    return blend(node, Tap.mean(node.input().shape()));
  }

  @Override
  public Layer visit(Op.Resize op, Node node) {
    return blend(node, Tap.resized(op, node.input().shape(), node.shape()));
  }

  // Each plane a sum of shares of the input's plane.
  private Layer blend(Node node, Tap[] taps) {
    int planes = count * node.shape().channels();
    return new Blend(planes, node.input().shape().plane(), node.shape().plane(), taps);
  }

  @Override
  public Layer visit(Op.Add op, Node node) {
    return new Layer() {
      @Override
      public void forward(List<double[]> in, double[] out) {
        for (int i = 0; i < out.length; i++) {
          out[i] = in.get(0)[i] + in.get(1)[i];
        }
      }

      @Override
      public void backward(
          List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
        for (int i = 0; i < out.length; i++) {
          inSlopes.get(0)[i] += slopes[i];
          inSlopes.get(1)[i] += slopes[i];
        }
      }
    };
  }

  @Override
  public Layer visit(Op.Multiply op, Node node) {
    boolean alike = node.inputs().get(1).shape().equals(node.shape());
    int each = alike ? 1 : node.shape().plane(); // numbers that one factor multiplies
    return new Layer() {
      @Override
      public void forward(List<double[]> in, double[] out) {
        for (int i = 0; i < out.length; i++) {
          out[i] = in.get(0)[i] * in.get(1)[i / each];
        }
      }

      @Override
      public void backward(
          List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
        for (int i = 0; i < out.length; i++) {
          inSlopes.get(0)[i] += slopes[i] * in.get(1)[i / each];
          inSlopes.get(1)[i / each] += slopes[i] * in.get(0)[i];
        }
      }
    };
  }

  @Override
  public Layer visit(Op.Concat op, Node node) {
    return Rearranging.concat(count, node);
  }

  @Override
  public Layer visit(Op.Slice op, Node node) {
    return Rearranging.of(count, node, channel -> op.from() + channel);
  }

  @Override
  public Layer visit(Op.Shuffle op, Node node) {
    int channels = node.shape().channels();
    return Rearranging.of(count, node, channel -> op.source(channel, channels));
  }

  @Override
  public Layer visit(Op.LayerNorm op, Node node) {
    return new LayerNorm(count, node.shape(), op.epsilon(), parameter(node, 0), parameter(node, 1));
  }

  @Override
  public Layer visit(Op.PositionEmbedding op, Node node) {
    ParameterSlopes embed = parameter(node, 0); // [place * channels + channel]
    int channels = node.shape().channels();
    int plane = node.shape().plane();
    return new Layer() {
      @Override
      public void forward(List<double[]> in, double[] out) {
        for (int i = 0; i < out.length; i++) {
          out[i] = in.get(0)[i] + embed.values()[i % plane * channels + i / plane % channels];
        }
      }

      @Override
      public void backward(
          List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
        for (int i = 0; i < out.length; i++) {
          inSlopes.get(0)[i] += slopes[i];
          embed.slopes()[i % plane * channels + i / plane % channels] += slopes[i];
        }
      }
    };
  }

  @Override
  public Layer visit(Op.Attention op, Node node) {
    return new Attention(count, node.shape(), op.size(node));
  }
}
