package dev.riffle.onnx.read;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.onnx.read.Value.View;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.StoredTensor;
import java.util.List;
import java.util.function.IntPredicate;

/** ONNX's layers as ops, where the two can say the same. */
final class Layers {
  private static final List<Long> ONES = List.of(1L, 1L);

  private Layers() {}

  static Value conv(Call call) throws CheckpointException {
    Node x = call.map(0);
    StoredTensor weight = call.array(1);
    int[] shape = weight.shape();
    if (shape.length != 4 || shape[2] != shape[3]) {
      throw new IllegalArgumentException("expected a weight with square kernels, found " + weight);
    }
    call.expect("kernel_shape", List.of((long) shape[2], (long) shape[3]));
    int stride = stride(call);
    Padding.Under under = Padding.under(call, x, shape[2], stride, padding(call), zeros -> true);
    Op.Conv2d op =
        new Op.Conv2d(
            shape[0],
            shape[2],
            stride,
            under.padding(),
            Math.toIntExact(call.integer("group", 1)),
            call.has(2));
    List<StoredTensor> arrays = op.bias() ? List.of(weight, call.array(2)) : List.of(weight);
    return made(call, call.network().weighed(call.name(), op, arrays, under.input()));
  }

  static Value made(Call call, Node node) {
    return View.of(node, call.view(call.isConstant(0) ? 1 : 0).batch());
  }

  private static int stride(Call call) {
    call.expect("auto_pad", "NOTSET");
    call.expect("dilations", ONES);
    return side(call, "strides", ONES);
  }

  private static int padding(Call call) {
    List<Long> pads = call.integers("pads", List.of(0L, 0L, 0L, 0L));
    if (pads.size() != 4 || pads.stream().distinct().count() != 1) {
      throw new IllegalArgumentException("pads: expected as much on all four sides, found " + pads);
    }
    return Math.toIntExact(pads.get(0));
  }

  private static int side(Call call, String attribute, List<Long> otherwise) {
    List<Long> sides = call.integers(attribute, otherwise);
    if (sides.size() != 2 || !sides.get(0).equals(sides.get(1))) {
      throw new IllegalArgumentException(attribute + ": expected two alike, found " + sides);
    }
    return Math.toIntExact(sides.get(0));
  }

  static Value batchNorm(Call call) throws CheckpointException {
    call.expect("training_mode", 0L);
    call.real("momentum", 0); // of training
    Op op = new Op.BatchNorm(call.real("epsilon", 1e-5));
    List<StoredTensor> arrays = List.of(call.array(1), call.array(2), call.array(3), call.array(4));
    return made(call, call.network().weighed(call.name(), op, arrays, call.map(0)));
  }

  static Value maxPool(Call call) {
    call.expect("storage_order", 0L);
    call.expect("ceil_mode", 0L);
    Node x = call.map(0);
    int kernel = side(call, "kernel_shape", List.of());
    int stride = stride(call);
    // A maximum does not see its own padding, but zeros.
    IntPredicate takes =
        zeros ->
            2 * zeros <= kernel && x.inputs().stream().allMatch(call.network()::isNeverNegative);
    Padding.Under under = Padding.under(call, x, kernel, stride, padding(call), takes);
    Op op = new Op.MaxPool(kernel, stride, under.padding());
    return made(call, call.network().node(call.name(), op, under.input()));
  }

  static Value averagePool(Call call) {
    call.expect("ceil_mode", 0L);
    int kernel = side(call, "kernel_shape", List.of());
    int stride = stride(call);
    int own = padding(call);
    long counted = call.integer("count_include_pad", 0);
    if (own > 0 && counted != 1) {
      throw new IllegalArgumentException("count_include_pad: expected 1, found " + counted);
    }
    Padding.Under under =
        Padding.under(call, call.map(0), kernel, stride, own, zeros -> 2 * zeros <= kernel);
    Op op = new Op.AvgPool(kernel, stride, under.padding());
    return made(call, call.network().node(call.name(), op, under.input()));
  }

  static Value globalAveragePool(Call call) {
    return made(call, call.network().node(call.name(), new Op.MeanPool(), call.map(0)));
  }

  /** Of each channel; or of each place, which a layer normalisation begins with. */
  static Value reduceMean(Call call) {
    List<Long> axes =
        call.integers("axes", 1, List.of()).stream().map(a -> a < 0 ? a + 4 : a).sorted().toList();
    boolean keeps = call.integer("keepdims", 1) == 1;
    if (keeps && axes.equals(List.of(1L))) {
      return Norms.mean(call);
    }
    if (!axes.equals(List.of(2L, 3L))) {
      throw new IllegalArgumentException("axes: expected [2, 3] or [1], found " + axes);
    }
    Node mean = call.network().node(call.name(), new Op.MeanPool(), call.map(0));
    long batch = call.view(0).batch();
    return keeps ? View.of(mean, batch) : View.table(mean, batch);
  }

  static Value resize(Call call) throws CheckpointException {
    Node x = call.map(0);
    double scale = scale(call, x.shape());
    Op.Resize.Mode mode = mode(call, call.text("coordinate_transformation_mode", "half_pixel"));
    call.real("cubic_coeff_a", 0); // of a mode that is refused
    call.real("extrapolation_value", 0); // likewise
    call.expect("exclude_outside", 0L);
    call.expect("antialias", 0L);
    call.expect("keep_aspect_ratio_policy", "stretch");
    Node node = call.network().node(call.name(), new Op.Resize(scale, mode), x);
    if (call.text("coordinate_transformation_mode", "").startsWith("pytorch")
        && Math.min(node.shape().height(), node.shape().width()) == 1) {
      throw new IllegalArgumentException("to one pixel, PyTorch takes another place than others");
    }
    return made(call, node);
  }

  private static Op.Resize.Mode mode(Call call, String places) {
    String mode = call.text("mode", "nearest");
    String rounding = call.text("nearest_mode", "round_prefer_floor");
    if (mode.equals("linear") && places.endsWith("half_pixel") && !places.startsWith("tf")) {
      return Op.Resize.Mode.BILINEAR;
    }
    if (mode.equals("nearest") && places.equals("asymmetric") && rounding.equals("floor")) {
      return Op.Resize.Mode.NEAREST;
    }
    throw new IllegalArgumentException(
        "expected linear by half_pixel or nearest by asymmetric and floor, found "
            + CheckpointException.shown(mode + " by " + places + " and " + rounding));
  }

  private static double scale(Call call, Shape in) throws CheckpointException {
    if (call.has(2) && call.array(2).elements() > 0) {
      double[] scales = call.array(2).toDoubles();
      if (scales.length == 4 && scales[0] == 1 && scales[1] == 1 && scales[2] == scales[3]) {
        return scales[2];
      }
      throw new IllegalArgumentException("scales: expected height and width by the same factor");
    }
    long[] sizes = call.array(3).toLongs();
    if (sizes.length == 4
        && sizes[1] == in.channels()
        && sizes[2] * in.width() == sizes[3] * in.height()) {
      double scale = (double) sizes[2] / in.height();
      // Rounded down, it may miss the last row or column.
      boolean misses =
          (long) (scale * in.height()) < sizes[2] || (long) (scale * in.width()) < sizes[3];
      return misses ? Math.nextUp(scale) : scale;
    }
    throw new IllegalArgumentException("sizes: expected height and width by the same factor");
  }

  static Value gemm(Call call) throws CheckpointException {
    call.expect("alpha", 1f);
    call.expect("beta", 1f);
    call.expect("transA", 0L);
    return linear(call, call.integer("transB", 0) == 1);
  }

  /** A product with a table of the file's, else of two maps. */
  static Value product(Call call) throws CheckpointException {
    return call.input(0) instanceof View view && view.isTable() && call.isConstant(1)
        ? linear(call, false)
        : Attentions.products(call);
  }

  private static Value linear(Call call, boolean turned) throws CheckpointException {
    View x = call.view(0);
    StoredTensor weight = call.array(1);
    int[] shape = weight.shape();
    if (!x.isTable() || shape.length != 2) {
      throw new IllegalArgumentException(
          "expected all of a map in a row times a table, found "
              + x.node().name()
              + " and "
              + weight);
    }
    StoredTensor laidOut =
        turned
            ? weight
            : call.network()
                .derived(Constants.transposed(call.network().floats(weight), 1, 0), weight);
    Op op = new Op.Linear(laidOut.shape()[0], call.has(2));
    List<StoredTensor> arrays = call.has(2) ? List.of(laidOut, call.array(2)) : List.of(laidOut);
    Node node = call.network().weighed(call.name(), op, arrays, x.node());
    return View.table(node, x.batch());
  }
}
