package dev.riffle.run.reference;

import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every op written down once more, as the formula of one number of its output, in double precision:
 * what the reference executor is held against. Shares nothing with it.
 */
final class Textbook implements OpVisitor<Textbook.Formula> {

  /** One number of a map. */
  @FunctionalInterface
  interface Formula {
    double at(int c, int y, int x);
  }

  private final Model model;
  private final Map<Node, double[][][]> maps = new IdentityHashMap<>(); // [channel][y][x]

  private Textbook(Model model) {
    this.model = model;
  }

  /** What {@link Session#run} is to yield. */
  static List<Tensor> run(Model model, List<Tensor> inputs) {
    int count = inputs.get(0).size(0);
    List<Tensor> outputs = new ArrayList<>();
    for (Node output : model.graph().outputs()) {
      outputs.add(Tensor.zeros(count, output.shape()));
    }
    for (int picture = 0; picture < count; picture++) {
      Textbook textbook = new Textbook(model);
      for (int i = 0; i < inputs.size(); i++) {
        Node input = model.graph().inputs().get(i);
        float[] data = inputs.get(i).data();
        int start = picture * (int) input.shape().elements();
        textbook.fill(input, (c, y, x) -> data[start + index(input.shape(), c, y, x)]);
      }
      for (int i = 0; i < outputs.size(); i++) {
        Node output = model.graph().outputs().get(i);
        int start = picture * (int) output.shape().elements();
        double[][][] map = textbook.map(output);
        for (int c = 0; c < output.shape().channels(); c++) {
          for (int y = 0; y < output.shape().height(); y++) {
            for (int x = 0; x < output.shape().width(); x++) {
              outputs.get(i).data()[start + index(output.shape(), c, y, x)] = (float) map[c][y][x];
            }
          }
        }
      }
    }
    return outputs;
  }

  private static int index(Shape shape, int c, int y, int x) {
    return (c * shape.height() + y) * shape.width() + x;
  }

  private double[][][] map(Node node) {
    if (!maps.containsKey(node)) {
      node.inputs().forEach(this::map);
      fill(node, node.accept(this));
    }
    return maps.get(node);
  }

  private void fill(Node node, Formula formula) {
    Shape shape = node.shape();
    double[][][] map = new double[shape.channels()][shape.height()][shape.width()];
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          map[c][y][x] = formula.at(c, y, x);
        }
      }
    }
    maps.put(node, map);
  }

  private Formula in(Node node, int i) {
    double[][][] map = map(node.inputs().get(i));
    return (c, y, x) -> map[c][y][x];
  }

  // The input with something all around it.
  private Formula padded(Node node, double outside) {
    double[][][] map = map(node.input());
    return (c, y, x) ->
        y < 0 || x < 0 || y >= map[0].length || x >= map[0][0].length ? outside : map[c][y][x];
  }

  // The numbers of a parameter, or zeros in place of a bias that is left out.
  private float[] numbers(Node node, String parameter) {
    String name = node.parameter(parameter);
    return model.weights().names().contains(name)
        ? model.weights().get(name).data()
        : new float[node.shape().channels()];
  }

  @Override
  public Formula visit(Op.Input op, Node node) {
    throw new AssertionError(node + " was not given");
  }

  @Override
  public Formula visit(Op.Conv2d op, Node node) {
    Formula in = padded(node, 0);
    float[] weight = numbers(node, "weight");
    float[] bias = numbers(node, "bias");
    int k = op.kernel();
    int seen = node.input().shape().channels() / op.groups();
    int made = op.outChannels() / op.groups();
    return (o, y, x) -> {
      double sum = bias[o];
      for (int i = 0; i < seen; i++) {
        for (int ky = 0; ky < k; ky++) {
          for (int kx = 0; kx < k; kx++) {
            sum +=
                weight[((o * seen + i) * k + ky) * k + kx]
                    * in.at(
                        o / made * seen + i,
                        y * op.stride() + ky - op.padding(),
                        x * op.stride() + kx - op.padding());
          }
        }
      }
      return sum;
    };
  }

  @Override
  public Formula visit(Op.BatchNorm op, Node node) {
    Formula in = in(node, 0);
    float[] weight = numbers(node, "weight");
    float[] bias = numbers(node, "bias");
    float[] mean = numbers(node, "running_mean");
    float[] variance = numbers(node, "running_var");
    return (c, y, x) ->
        (in.at(c, y, x) - mean[c]) / Math.sqrt(variance[c] + op.epsilon()) * weight[c] + bias[c];
  }

  @Override
  public Formula visit(Op.GroupNorm op, Node node) {
    Formula in = in(node, 0);
    float[] weight = numbers(node, "weight");
    float[] bias = numbers(node, "bias");
    Shape shape = node.shape();
    int together = shape.channels() / op.groups();
    return (c, y, x) -> {
      // The mean square less the squared mean, from the group's numbers one by one.
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < together * shape.plane(); i++) {
        int place = i % shape.plane();
        int channel = c / together * together + i / shape.plane();
        double number = in.at(channel, place / shape.width(), place % shape.width());
        sum += number;
        squares += number * number;
      }
      double mean = sum / (together * shape.plane());
      double variance = squares / (together * shape.plane()) - mean * mean;
      return (in.at(c, y, x) - mean) / Math.sqrt(variance + op.epsilon()) * weight[c] + bias[c];
    };
  }

  @Override
  public Formula visit(Op.Scale op, Node node) {
    Formula in = in(node, 0);
    float[] scale = numbers(node, "scale");
    return (c, y, x) -> scale[0] * in.at(c, y, x);
  }

  @Override
  public Formula visit(Op.Detach op, Node node) {
    return in(node, 0);
  }

  @Override
  public Formula visit(Op.Activate op, Node node) {
    Formula in = in(node, 0);
    return (c, y, x) -> {
      double v = in.at(c, y, x);
      double gate = v <= -3 ? 0 : v >= 3 ? 1 : v / 6 + 0.5;
      return switch (op.function()) {
        case IDENTITY -> v;
        case RELU -> v > 0 ? v : 0;
        case RELU6 -> v > 6 ? 6 : v > 0 ? v : 0;
        case LEAKY_RELU -> v > 0 ? v : 0.1 * v;
        case HARD_SIGMOID -> gate;
        case HARD_SWISH -> v * gate;
        case SIGMOID -> 0.5 * (1 + Math.tanh(v / 2));
      };
    };
  }

  @Override
  public Formula visit(Op.MaxPool op, Node node) {
    Formula in = padded(node, Double.NEGATIVE_INFINITY);
    return (c, y, x) -> {
      double highest = Double.NEGATIVE_INFINITY;
      for (int cell = 0; cell < op.kernel() * op.kernel(); cell++) {
        int row = y * op.stride() - op.padding() + cell / op.kernel();
        int column = x * op.stride() - op.padding() + cell % op.kernel();
        highest = Math.max(highest, in.at(c, row, column));
      }
      return highest;
    };
  }

  @Override
  public Formula visit(Op.AvgPool op, Node node) {
    Formula in = padded(node, 0);
    return (c, y, x) -> {
      double sum = 0;
      for (int cell = 0; cell < op.kernel() * op.kernel(); cell++) {
        int row = y * op.stride() - op.padding() + cell / op.kernel();
        int column = x * op.stride() - op.padding() + cell % op.kernel();
        sum += in.at(c, row, column);
      }
      return sum / (op.kernel() * op.kernel());
    };
  }

  // Zeros in front by the rules' own words: SAME shares them out, CEILING puts all behind.
  @Override
  public Formula visit(Op.Pad op, Node node) {
    Formula in = padded(node, 0);
    Shape from = node.input().shape();
    Shape to = node.shape();
    boolean shared = op.rule() == Op.Pad.Rule.SAME;
    int top = shared ? (to.height() - from.height()) / 2 : 0;
    int left = shared ? (to.width() - from.width()) / 2 : 0;
    return (c, y, x) -> in.at(c, y - top, x - left);
  }

  @Override
  public Formula visit(Op.MeanPool op, Node node) {
    Formula in = in(node, 0);
    Shape shape = node.input().shape();
    return (c, y, x) -> {
      double sum = 0;
      for (int place = 0; place < shape.plane(); place++) {
        sum += in.at(c, place / shape.width(), place % shape.width());
      }
      return sum / shape.plane();
    };
  }

  // Bilinear: every input pixel weighs in with a tent around the place looked at.
  @Override
  public Formula visit(Op.Resize op, Node node) {
    Formula in = in(node, 0);
    Shape shape = node.input().shape();
    return (c, y, x) -> {
      if (op.mode() == Op.Resize.Mode.NEAREST) {
        return in.at(
            c,
            Math.min((int) (y / op.scale()), shape.height() - 1),
            Math.min((int) (x / op.scale()), shape.width() - 1));
      }
      double py = clamp((y + 0.5) / op.scale() - 0.5, shape.height() - 1);
      double px = clamp((x + 0.5) / op.scale() - 0.5, shape.width() - 1);
      double sum = 0;
      for (int row = 0; row < shape.height(); row++) {
        for (int column = 0; column < shape.width(); column++) {
          double tent = tent(py - row) * tent(px - column);
          sum += tent == 0 ? 0 : tent * in.at(c, row, column);
        }
      }
      return sum;
    };
  }

  private static double clamp(double place, int last) {
    return Math.min(Math.max(place, 0), last);
  }

  private static double tent(double distance) {
    return Math.max(0, 1 - Math.abs(distance));
  }

  @Override
  public Formula visit(Op.Add op, Node node) {
    Formula a = in(node, 0);
    Formula b = in(node, 1);
    return (c, y, x) -> a.at(c, y, x) + b.at(c, y, x);
  }

  @Override
  public Formula visit(Op.Multiply op, Node node) {
    Formula a = in(node, 0);
    Formula b = in(node, 1);
    boolean whole = node.inputs().get(1).shape().equals(node.shape());
    return (c, y, x) -> a.at(c, y, x) * (whole ? b.at(c, y, x) : b.at(c, 0, 0));
  }

  @Override
  public Formula visit(Op.Concat op, Node node) {
    return (c, y, x) -> {
      int channel = c;
      int i = 0;
      while (channel >= node.inputs().get(i).shape().channels()) {
        channel -= node.inputs().get(i++).shape().channels();
      }
      return map(node.inputs().get(i))[channel][y][x];
    };
  }

  @Override
  public Formula visit(Op.Slice op, Node node) {
    Formula in = in(node, 0);
    return (c, y, x) -> in.at(op.from() + c, y, x);
  }

  // Where each input channel goes, the other way round than the op says it.
  @Override
  public Formula visit(Op.Shuffle op, Node node) {
    Formula in = in(node, 0);
    int perGroup = node.shape().channels() / op.groups();
    int[] source = new int[node.shape().channels()];
    for (int group = 0; group < op.groups(); group++) {
      for (int i = 0; i < perGroup; i++) {
        source[i * op.groups() + group] = group * perGroup + i;
      }
    }
    return (c, y, x) -> in.at(source[c], y, x);
  }

  @Override
  public Formula visit(Op.Linear op, Node node) {
    Formula in = in(node, 0);
    float[] weight = numbers(node, "weight");
    float[] bias = numbers(node, "bias");
    Shape shape = node.input().shape();
    return (o, y, x) -> {
      double sum = bias[o];
      for (int i = 0; i < shape.elements(); i++) {
        int place = i % shape.plane();
        sum +=
            weight[o * (int) shape.elements() + i]
                * in.at(i / shape.plane(), place / shape.width(), place % shape.width());
      }
      return sum;
    };
  }

  @Override
  public Formula visit(Op.LayerNorm op, Node node) {
    Formula in = in(node, 0);
    float[] weight = numbers(node, "weight");
    float[] bias = numbers(node, "bias");
    int channels = node.shape().channels();
    return (c, y, x) -> {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < channels; i++) {
        sum += in.at(i, y, x);
        squares += in.at(i, y, x) * in.at(i, y, x);
      }
      double mean = sum / channels;
      double variance = squares / channels - mean * mean;
      return (in.at(c, y, x) - mean) / Math.sqrt(variance + op.epsilon()) * weight[c] + bias[c];
    };
  }

  @Override
  public Formula visit(Op.PositionEmbedding op, Node node) {
    Formula in = in(node, 0);
    float[] embed = numbers(node, "embed");
    Shape shape = node.shape();
    return (c, y, x) -> in.at(c, y, x) + embed[(y * shape.width() + x) * shape.channels() + c];
  }

  // The softmax as a quotient of sums, without taking the largest logit away first.
  @Override
  public Formula visit(Op.Attention op, Node node) {
    Formula in = in(node, 0);
    Shape shape = node.shape();
    int size = shape.channels() / op.heads();
    return (c, y, x) -> {
      double above = 0;
      double below = 0;
      for (int place = 0; place < shape.plane(); place++) {
        int row = place / shape.width();
        int column = place % shape.width();
        double product = 0;
        for (int i = c / size * size; i < (c / size + 1) * size; i++) {
          product += in.at(i, y, x) * in.at(shape.channels() + i, row, column);
        }
        double weight = Math.exp(product / Math.sqrt(size));
        above += weight * in.at(2 * shape.channels() + c, row, column);
        below += weight;
      }
      return above / below;
    };
  }
}
