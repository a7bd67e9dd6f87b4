package dev.riffle.onnx.read;

import static dev.riffle.onnx.read.Layers.made;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.onnx.read.Value.View;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.StoredTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Sums and products, of maps with each other and with what the file holds. */
final class Elementwise {
  private Elementwise() {}

  static Value add(Call call) throws CheckpointException {
    if (call.reads(Value.Moment.class)) {
      return Norms.sum(call);
    }
    if (call.isConstant(0) || call.isConstant(1)) {
      return withArray(call, call.isConstant(0) ? 0 : 1);
    }
    return made(call, call.network().node(call.name(), new Op.Add(), call.map(0), call.map(1)));
  }

  private static Value withArray(Call call, int at) throws CheckpointException {
    Optional<Value> shifted = Norms.shifted(call, at);
    if (shifted.isPresent()) {
      return shifted.get();
    }
    View view = call.view(1 - at);
    StoredTensor array = call.array(at);
    if (view.isMap() && isOfPlaces(array, view.node().shape())) {
      return embedded(call, array, view);
    }
    if (view.isTable()
        && view.node().op() instanceof Op.Linear linear
        && !linear.bias()
        && array.elements() == linear.outFeatures()) {
      Node whole = call.network().withBias(call.name(), view.node(), linear.outFeatures(), array);
      return View.table(whole, view.batch());
    }
    throw new IllegalArgumentException(
        "expected a bias of a linear layer, shifts of a norm or an embedding of places, found "
            + array
            + " added to "
            + view.node().name());
  }

  private static boolean isOfPlaces(StoredTensor array, Shape map) {
    int[] sizes = {map.channels(), map.height(), map.width()};
    int[] shape = array.shape();
    return Arrays.equals(shape, sizes)
        || shape.length == 4
            && shape[0] == 1
            && Arrays.equals(Arrays.copyOfRange(shape, 1, 4), sizes);
  }

  // The file has a map, the op a row for each place.
  private static Value embedded(Call call, StoredTensor array, View x) throws CheckpointException {
    Shape map = x.node().shape();
    Tensor planes = new Tensor(call.network().floats(array).data(), map.channels(), map.plane());
    Tensor rows =
        new Tensor(Constants.transposed(planes, 1, 0).data(), map.plane(), 1, map.channels());
    List<StoredTensor> embed = List.of(call.network().derived(rows, array));
    Node node = call.network().weighed(call.name(), new Op.PositionEmbedding(), embed, x.node());
    return View.of(node, x.batch());
  }

  static Value multiply(Call call) throws CheckpointException {
    if (call.reads(Value.Moment.class)) {
      return Norms.square(call);
    }
    for (int at = 0; at < 2; at++) {
      Optional<Value> scaled = call.isConstant(at) ? Norms.scaled(call, at) : Optional.empty();
      if (scaled.isPresent()) {
        return scaled.get();
      }
      if (call.isConstant(at) && call.array(at).shape().length == 0) {
        List<StoredTensor> number = List.of(call.array(at));
        return made(
            call, call.network().weighed(call.name(), new Op.Scale(), number, call.map(1 - at)));
      }
    }
    Node a = call.map(0);
    Node b = call.map(1);
    if (isGate(b, a) || isGate(a, b)) {
      Op swish = new Op.Activate(Activation.HARD_SWISH);
      return made(call, call.network().node(call.name(), swish, isGate(b, a) ? a : b));
    }
    boolean turned = a.shape().plane() == 1 && b.shape().plane() > 1;
    Node product =
        call.network().node(call.name(), new Op.Multiply(), turned ? b : a, turned ? a : b);
    return View.of(product, call.view(0).batch());
  }

  private static boolean isGate(Node gate, Node x) {
    return gate.op() instanceof Op.Activate act
        && act.function() == Activation.HARD_SIGMOID
        && gate.input() == x;
  }
}
