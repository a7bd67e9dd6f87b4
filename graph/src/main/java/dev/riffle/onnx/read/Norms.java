package dev.riffle.onnx.read;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Tensor;
import dev.riffle.onnx.read.Value.Moment;
import dev.riffle.onnx.read.Value.Moment.Stage;
import dev.riffle.onnx.read.Value.View;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.StoredTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Normalisations by what lies in the map itself: as ops of their own, or by the formula, step by
 * step. Factors and shifts of each channel may follow.
 */
final class Norms {
  private Norms() {}

  /** Each channel by itself, where groups of channels may count as channels. */
  static Value instances(Call call) throws CheckpointException {
    View x = call.view(0);
    int groups = call.array(1).elements();
    long[] table = {x.batch(), groups, x.node().shape().elements() / groups};
    if (x.layout().lengths()[1] != groups
        || !x.layout().reshaped(table).equals(Layout.inOrder(table))) {
      throw new IllegalArgumentException(
          "expected " + groups + " groups of channels in their order, found " + x.node().shape());
    }
    return normal(call, groups);
  }

  static Value groups(Call call) throws CheckpointException {
    call.map(0);
    call.expect("stash_type", 1L);
    return normal(call, Math.toIntExact(call.integer("num_groups", 0)));
  }

  private static Value normal(Call call, int groups) throws CheckpointException {
    View x = call.view(0);
    Network network = call.network();
    Op op = new Op.GroupNorm(groups, call.real("epsilon", 1e-5));
    List<StoredTensor> arrays = List.of(call.array(1), call.array(2));
    if (areAll(network.floats(arrays.get(0)), 1) && areAll(network.floats(arrays.get(1)), 0)) {
      return new View(network.norm(call.name(), op, x.node()), x.layout());
    }
    int channels = x.node().shape().channels();
    StoredTensor factors = ofChannels(network, arrays.get(0), channels);
    StoredTensor shifts = ofChannels(network, arrays.get(1), channels);
    Node node = network.weighed(call.name(), op, List.of(factors, shifts), x.node());
    return new View(node, x.layout());
  }

  private static boolean areAll(Tensor numbers, float value) {
    for (float number : numbers.data()) {
      if (number != value) {
        return false;
      }
    }
    return true;
  }

  // A number a group for each of its channels.
  private static StoredTensor ofChannels(Network network, StoredTensor array, int channels)
      throws CheckpointException {
    float[] numbers = network.floats(array).data();
    if (numbers.length == channels) {
      return array;
    }
    float[] each = network.room(channels);
    for (int c = 0; c < channels; c++) {
      each[c] = numbers[c * numbers.length / channels];
    }
    return network.derived(new Tensor(each, channels), array);
  }

  /** A norm times a number a channel; nothing if it is none, or has its factors. */
  static Optional<Value> scaled(Call call, int array) throws CheckpointException {
    if (!areOfChannels(call, array)) {
      return Optional.empty();
    }
    View norm = call.view(1 - array);
    return call.network()
        .scaled(call.name(), norm.node(), call.array(array))
        .map(node -> View.of(node, norm.batch()));
  }

  /** A norm and a number a channel; nothing if it is none, or has its shifts. */
  static Optional<Value> shifted(Call call, int array) throws CheckpointException {
    if (!areOfChannels(call, array)) {
      return Optional.empty();
    }
    View norm = call.view(1 - array);
    return call.network()
        .shifted(call.name(), norm.node(), call.array(array))
        .map(node -> View.of(node, norm.batch()));
  }

  private static boolean areOfChannels(Call call, int array) {
    View map = call.view(1 - array);
    int channels = map.node().shape().channels();
    int[] shape = call.array(array).shape();
    return map.isMap()
        && (Arrays.equals(shape, new int[] {channels, 1, 1})
            || Arrays.equals(shape, new int[] {1, channels, 1, 1}));
  }

  /** Over channels, of a map or of what its squares came to. */
  static Value mean(Call call) {
    if (call.input(0) instanceof Moment) {
      return moment(call, 0, Stage.SQUARES).at(Stage.VARIANCE);
    }
    call.map(0);
    return new Moment(call.view(0), Stage.MEAN, 0);
  }

  /** A map less its mean. */
  static Value difference(Call call) {
    Moment mean = moment(call, 1, Stage.MEAN);
    if (!call.view(0).equals(mean.x())) {
      throw new IllegalArgumentException(
          "expected " + mean.x().node().name() + " less its mean, found " + call.described(0));
    }
    return mean.at(Stage.CENTRED);
  }

  /** What is centred by itself. */
  static Value square(Call call) {
    Moment centred = moment(call, 0, Stage.CENTRED);
    if (!call.input(1).equals(centred)) {
      throw new IllegalArgumentException(
          "expected " + call.described(0) + " times itself, found it times " + call.described(1));
    }
    return centred.at(Stage.SQUARES);
  }

  static Value power(Call call) throws CheckpointException {
    double power = number(call, 1);
    if (power != 2) {
      throw new IllegalArgumentException("expected a square, found power " + power);
    }
    return moment(call, 0, Stage.CENTRED).at(Stage.SQUARES);
  }

  /** A variance and epsilon. */
  static Value sum(Call call) throws CheckpointException {
    int array = call.isConstant(0) ? 0 : 1;
    Moment variance = moment(call, 1 - array, Stage.VARIANCE);
    return new Moment(variance.x(), Stage.SHIFTED_VARIANCE, number(call, array));
  }

  static Value root(Call call) {
    return moment(call, 0, Stage.SHIFTED_VARIANCE).at(Stage.DEVIATION);
  }

  /** What is centred by its deviation: the layer normalisation itself. */
  static Value quotient(Call call) throws CheckpointException {
    Moment centred = moment(call, 0, Stage.CENTRED);
    Moment deviation = moment(call, 1, Stage.DEVIATION);
    if (!centred.x().equals(deviation.x())) {
      throw new IllegalArgumentException(
          "expected the deviation of "
              + centred.x().node().name()
              + ", found that of "
              + deviation.x().node().name());
    }
    Op op = new Op.LayerNorm(deviation.epsilon());
    Node norm = call.network().norm(call.name(), op, centred.x().node());
    return View.of(norm, centred.x().batch());
  }

  private static Moment moment(Call call, int input, Stage stage) {
    if (call.input(input) instanceof Moment moment && moment.stage() == stage) {
      return moment;
    }
    throw new IllegalArgumentException(
        "input "
            + input
            + ": expected the "
            + stage
            + " of a layer normalisation over channels, found "
            + call.described(input));
  }

  private static double number(Call call, int input) throws CheckpointException {
    float[] numbers = call.network().floats(call.array(input)).data();
    if (numbers.length != 1) {
      throw new IllegalArgumentException(
          "input " + input + ": expected a number, found " + call.described(input));
    }
    return Call.shortest(numbers[0]);
  }
}
