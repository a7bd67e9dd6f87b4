package dev.riffle.graph;

import java.util.List;

/**
 * What a node computes. Each op is a record that knows the shape it yields and the arrays it needs;
 * everything else (running, counting, folding) is an {@link OpVisitor}.
 *
 * <p>One file holds them all, since their being few and side by side is the point.
 */
public sealed interface Op {

  /**
   * The shape that comes out.
   *
   * @throws IllegalArgumentException if the op cannot take these inputs, saying why
   */
  Shape shape(List<Node> inputs);

  /** The arrays that the op needs, named as PyTorch's module names them. */
  default List<Parameter> parameters(List<Node> inputs) {
    return List.of();
  }

  <R> R accept(OpVisitor<R> visitor, Node node);

  /** Where pictures or feature maps come in. */
  record Input(Shape one) implements Op {
    @Override
    public Shape shape(List<Node> inputs) {
      Check.count(inputs, 0);
      return one;
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** A convolution with a square kernel, the same zero padding on all sides, and groups. */
  record Conv2d(int outChannels, int kernel, int stride, int padding, int groups, boolean bias)
      implements Op {
    public Conv2d {
      Check.window(kernel, stride, padding);
      Check.positive("out channels", outChannels);
      Check.positive("groups", groups);
      Check.divides("out channels", outChannels, groups);
    }

    /** Every input channel to every output channel, padded so that stride 1 keeps the size. */
    public static Conv2d dense(int outChannels, int kernel, int stride) {
      return new Conv2d(outChannels, kernel, stride, kernel / 2, 1, false);
    }

    /** 1×1: mixes channels, leaves places alone. */
    public static Conv2d pointwise(int outChannels) {
      return dense(outChannels, 1, 1);
    }

    /** One kernel a channel: mixes places, leaves channels alone. */
    public static Conv2d depthwise(int channels, int kernel, int stride) {
      return new Conv2d(channels, kernel, stride, kernel / 2, channels, false);
    }

    public Conv2d withBias() {
      return new Conv2d(outChannels, kernel, stride, padding, groups, true);
    }

    /** Input channels that one output channel sees. */
    public int channelsPerGroup(Node node) {
      return node.inputs().get(0).shape().channels() / groups;
    }

    @Override
    public Shape shape(List<Node> inputs) {
      Shape in = Check.one(inputs);
      Check.divides("input channels", in.channels(), groups);
      return Check.slide(in, kernel, stride, padding).withChannels(outChannels);
    }

    @Override
    public List<Parameter> parameters(List<Node> inputs) {
      int in = inputs.get(0).shape().channels() / groups;
      Parameter weight = Parameter.trained("weight", outChannels, in, kernel, kernel);
      return bias ? List.of(weight, Parameter.trained("bias", outChannels)) : List.of(weight);
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** {@code (x − mean) / sqrt(var + epsilon) · weight + bias}, channel by channel. */
  record BatchNorm(double epsilon) implements Op {
    /** PyTorch's default. */
    public static final BatchNorm DEFAULT = new BatchNorm(1e-5);

    @Override
    public Shape shape(List<Node> inputs) {
      return Check.one(inputs);
    }

    @Override
    public List<Parameter> parameters(List<Node> inputs) {
      int channels = inputs.get(0).shape().channels();
      return List.of(
          Parameter.trained("weight", channels),
          Parameter.trained("bias", channels),
          Parameter.statistic("running_mean", channels),
          Parameter.statistic("running_var", channels));
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /**
   * {@code (x − mean) / sqrt(var + epsilon) · weight + bias}, the mean and variance (biased) those
   * of all numbers of one picture's group of channels, weight and bias those of the channel.
   *
   * @see <a href="https://arxiv.org/abs/1803.08494">Group Normalization</a>
   */
  record GroupNorm(int groups, double epsilon) implements Op {
    public GroupNorm {
      Check.positive("groups", groups);
    }

    /** With PyTorch's default epsilon. */
    public static GroupNorm of(int groups) {
      return new GroupNorm(groups, 1e-5);
    }

    @Override
    public Shape shape(List<Node> inputs) {
      Shape in = Check.one(inputs);
      Check.divides("channels", in.channels(), groups);
      return in;
    }

    @Override
    public List<Parameter> parameters(List<Node> inputs) {
      int channels = inputs.get(0).shape().channels();
      return List.of(Parameter.trained("weight", channels), Parameter.trained("bias", channels));
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** A map times one learned number. */
  record Scale() implements Op {
    @Override
    public Shape shape(List<Node> inputs) {
      return Check.one(inputs);
    }

    /** A number by itself: no axes. */
    @Override
    public List<Parameter> parameters(List<Node> inputs) {
      return List.of(Parameter.trained("scale"));
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** A map as it is, through which no slope goes back: what comes before learns nothing from it. */
  record Detach() implements Op {
    @Override
    public Shape shape(List<Node> inputs) {
      return Check.one(inputs);
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** An element-wise function. */
  record Activate(Activation function) implements Op {
    public static final Activate RELU = new Activate(Activation.RELU);

    @Override
    public Shape shape(List<Node> inputs) {
      return Check.one(inputs);
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** The largest number under a sliding window; padding never wins. */
  record MaxPool(int kernel, int stride, int padding) implements Op {
    public MaxPool {
      Check.window(kernel, stride, padding);
      Check.lessThanKernel(kernel, padding);
    }

    @Override
    public Shape shape(List<Node> inputs) {
      return Check.slide(Check.one(inputs), kernel, stride, padding);
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** The mean under a sliding window; zeros of the padding count, as PyTorch's default has it. */
  record AvgPool(int kernel, int stride, int padding) implements Op {
    public AvgPool {
      Check.window(kernel, stride, padding);
      Check.lessThanKernel(kernel, padding);
    }

    @Override
    public Shape shape(List<Node> inputs) {
      return Check.slide(Check.one(inputs), kernel, stride, padding);
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /**
   * Zeros around a map where a sliding window without padding of its own needs them, worked out
   * from the map's size. Before a maximum they only stand for nothing if no number is negative.
   *
   * @param rule whose padding
   * @param kernel of the window that follows
   * @param stride of that window
   */
  record Pad(Rule rule, int kernel, int stride) implements Op {
    /** How many places a window is to have along an axis, and on which side zeros go. */
    public enum Rule {
      /**
       * TensorFlow's: size / stride places, rounded up; half of the zeros in front, rounded down.
       */
      SAME,
      /**
       * A last window that only half fits still counts, as of PyTorch's pools; all zeros behind.
       */
      CEILING
    }

    public Pad {
      Check.window(kernel, stride, 0);
      if (rule == Rule.CEILING && stride > kernel) {
        throw new IllegalArgumentException(
            "stride: expected at most the kernel of " + kernel + ", found " + stride);
      }
    }

    private int zeros(int size) {
      int steps = -Math.floorDiv(rule == Rule.SAME ? -size : kernel - stride - size, stride) - 1;
      return Math.max(0, steps * stride + kernel - size);
    }

    /** Rows above a map of that height, and columns to the left of one of that width. */
    public int before(int size) {
      return rule == Rule.SAME ? zeros(size) / 2 : 0;
    }

    @Override
    public Shape shape(List<Node> inputs) {
      Shape in = Check.one(inputs);
      return new Shape(
          in.channels(), in.height() + zeros(in.height()), in.width() + zeros(in.width()));
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** The mean of each channel: global average pooling. */
  record MeanPool() implements Op {
    @Override
    public Shape shape(List<Node> inputs) {
      return Shape.vector(Check.one(inputs).channels());
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /**
   * Another size by a factor. Pixel centres lie at halves (PyTorch's {@code align_corners=False}):
   * output place i looks at {@code (i + 0.5) / scale − 0.5}, clamped at the edge; {@code NEAREST}
   * takes {@code floor(i / scale)}.
   */
  record Resize(double scale, Mode mode) implements Op {
    /** How a place between pixels gets its number. */
    public enum Mode {
      NEAREST,
      BILINEAR
    }

    public Resize {
      if (!(scale > 0) || Double.isInfinite(scale)) {
        throw new IllegalArgumentException("scale: expected a positive number, found " + scale);
      }
    }

    /** What becomes of a height or width. */
    public int length(int in) {
      return (int) Math.floor(in * scale);
    }

    @Override
    public Shape shape(List<Node> inputs) {
      Shape in = Check.one(inputs);
      return new Shape(in.channels(), length(in.height()), length(in.width()));
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** The sum of two equal-sized maps. */
  record Add() implements Op {
    @Override
    public Shape shape(List<Node> inputs) {
      Check.count(inputs, 2);
      if (!inputs.get(0).shape().equals(inputs.get(1).shape())) {
        throw new IllegalArgumentException("addends differ " + Check.described(inputs));
      }
      return inputs.get(0).shape();
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** A map times a map of the same size, or times one number a channel (squeeze and excitation). */
  record Multiply() implements Op {
    @Override
    public Shape shape(List<Node> inputs) {
      Check.count(inputs, 2);
      Shape map = inputs.get(0).shape();
      Shape factor = inputs.get(1).shape();
      if (!factor.equals(map) && !factor.equals(Shape.vector(map.channels()))) {
        throw new IllegalArgumentException("factors do not fit " + Check.described(inputs));
      }
      return map;
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** Maps of one size behind one another, channel-wise. */
  record Concat() implements Op {
    @Override
    public Shape shape(List<Node> inputs) {
      if (inputs.isEmpty()) {
        throw new IllegalArgumentException("nothing to concatenate");
      }
      Shape first = inputs.get(0).shape();
      int channels = 0;
      for (Node input : inputs) {
        channels += input.shape().channels();
        if (!input.shape().withChannels(first.channels()).equals(first)) {
          throw new IllegalArgumentException("sizes differ " + Check.described(inputs));
        }
      }
      return first.withChannels(channels);
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** Channels {@code from} (inclusive) to {@code to} (exclusive). */
  record Slice(int from, int to) implements Op {
    @Override
    public Shape shape(List<Node> inputs) {
      Shape in = Check.one(inputs);
      if (from < 0 || to <= from || to > in.channels()) {
        throw new IllegalArgumentException(
            "channels " + from + " to " + to + " of " + Check.described(inputs));
      }
      return in.withChannels(to - from);
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /**
   * The channel shuffle: channels as a table of {@code groups} rows, read column by column. Output
   * channel {@code i·groups + g} is input channel {@code g·(channels/groups) + i}.
   *
   * @see <a href="https://arxiv.org/abs/1707.01083">ShuffleNet</a>
   */
  record Shuffle(int groups) implements Op {
    public Shuffle {
      Check.positive("groups", groups);
    }

    /** The input channel that lands at an output channel. */
    public int source(int channel, int channels) {
      return channel % groups * (channels / groups) + channel / groups;
    }

    @Override
    public Shape shape(List<Node> inputs) {
      Shape in = Check.one(inputs);
      Check.divides("channels", in.channels(), groups);
      return in;
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** A fully connected layer over all numbers of a map in C, H, W order. */
  record Linear(int outFeatures, boolean bias) implements Op {
    public Linear {
      Check.positive("out features", outFeatures);
    }

    @Override
    public Shape shape(List<Node> inputs) {
      Check.one(inputs);
      return Shape.vector(outFeatures);
    }

    @Override
    public List<Parameter> parameters(List<Node> inputs) {
      int in = Math.toIntExact(inputs.get(0).shape().elements());
      Parameter weight = Parameter.trained("weight", outFeatures, in);
      return bias ? List.of(weight, Parameter.trained("bias", outFeatures)) : List.of(weight);
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /**
   * {@code (x − mean) / sqrt(var + epsilon) · weight + bias}, the mean and variance (biased) those
   * of all channels at one place: PyTorch's LayerNorm of a transformer whose tokens are places.
   *
   * @see <a href="https://arxiv.org/abs/1607.06450">Layer Normalization</a>
   */
  record LayerNorm(double epsilon) implements Op {
    /** PyTorch's default. */
    public static final LayerNorm DEFAULT = new LayerNorm(1e-5);

    @Override
    public Shape shape(List<Node> inputs) {
      return Check.one(inputs);
    }

    @Override
    public List<Parameter> parameters(List<Node> inputs) {
      int channels = inputs.get(0).shape().channels();
      return List.of(Parameter.trained("weight", channels), Parameter.trained("bias", channels));
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /** Adds a learned number at each place of each channel, which ties a network to a map's size. */
  record PositionEmbedding() implements Op {
    @Override
    public Shape shape(List<Node> inputs) {
      return Check.one(inputs);
    }

    /** {@code [place][1][channel]}, as tokens come in PyTorch. */
    @Override
    public List<Parameter> parameters(List<Node> inputs) {
      Shape in = inputs.get(0).shape();
      return List.of(Parameter.trained("embed", in.plane(), 1, in.channels()));
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }

  /**
   * Attention of all places to all places, by several heads. Of the input the first third of the
   * channels are queries, the next keys, the last values; a head has as many of each behind one
   * another, {@code size} of them:
   *
   * <pre>
   * weight(p, j) = softmax over j of Σ query[i][p] · key[i][j] / sqrt(size)
   * out[i][p]    = Σ weight(p, j) · value[i][j]
   * </pre>
   *
   * @see <a href="https://arxiv.org/abs/1706.03762">Attention Is All You Need</a>
   */
  record Attention(int heads) implements Op {
    public Attention {
      Check.positive("heads", heads);
    }

    /** Queries of a head, and keys, and values. */
    public int size(Node node) {
      return node.shape().channels() / heads;
    }

    @Override
    public Shape shape(List<Node> inputs) {
      Shape in = Check.one(inputs);
      Check.divides("channels", in.channels(), 3);
      Check.divides("channels of queries", in.channels() / 3, heads);
      return in.withChannels(in.channels() / 3);
    }

    @Override
    public <R> R accept(OpVisitor<R> visitor, Node node) {
      return visitor.visit(this, node);
    }
  }
}
