package dev.riffle.onnx.read;

import dev.riffle.graph.Tensor;
import dev.riffle.onnx.file.Array;
import dev.riffle.onnx.read.Value.Constant;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import dev.riffle.weights.file.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongBinaryOperator;

/** Ops whose results are known without a picture: how exporters write down shapes. */
final class Constants {
  /** The longest list of sizes that is worked out: a shape's, with room to spare. */
  private static final int LONGEST = 1024;

  private Constants() {}

  static Value constant(Call call) {
    if (call.says("value_int")) {
      return list(true, call.integer("value_int", 0));
    }
    if (call.says("value_ints")) {
      return list(false, unboxed(call.integers("value_ints", List.of())));
    }
    StoredTensor value = call.tensor("value");
    if (value == null) {
      throw new IllegalArgumentException("expected one of value, value_int and value_ints");
    }
    return new Constant(value);
  }

  static Value shape(Call call) {
    return list(false, call.view(0).layout().lengths());
  }

  static Value gather(Call call) {
    call.expect("axis", 0L);
    long[] from = numbers(call, 0);
    StoredTensor indices = call.array(1);
    long[] chosen =
        Arrays.stream(numbers(call, 1))
            .map(i -> from[Math.toIntExact(i < 0 ? i + from.length : i)])
            .toArray();
    return list(indices.shape().length == 0, chosen);
  }

  static Value concat(Call call) {
    call.expect("axis", 0L);
    long[] all = new long[0];
    for (int i = 0; i < call.inputs().size(); i++) {
      long[] more = numbers(call, i);
      int length = all.length;
      all = Arrays.copyOf(all, length + more.length);
      System.arraycopy(more, 0, all, length, more.length);
    }
    return list(false, all);
  }

  static Value slice(Call call) {
    long[] from = numbers(call, 0);
    Slicing slicing = Slicing.of(call, from.length);
    if (slicing.axis() != 0) {
      throw new IllegalArgumentException("axes: expected [0], found [" + slicing.axis() + "]");
    }
    return list(false, Arrays.copyOfRange(from, slicing.from(), slicing.to()));
  }

  static Value arithmetic(Call call, LongBinaryOperator operator) {
    long[] a = numbers(call, 0);
    long[] b = numbers(call, 1);
    if (a.length != b.length && a.length != 1 && b.length != 1) {
      throw new IllegalArgumentException("lists of " + a.length + " and " + b.length + " numbers");
    }
    long[] result = new long[a.length == 1 ? b.length : a.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = operator.applyAsLong(a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]);
    }
    boolean single = call.array(0).shape().length + call.array(1).shape().length == 0;
    return list(single, result);
  }

  /** A whole number stays what it is, whatever whole type it gets. */
  static Value cast(Call call) {
    DataType to = Array.type(call.integer("to", 0));
    if (to == null || !to.isInteger()) {
      throw new IllegalArgumentException("to: expected a type of whole numbers, found " + to);
    }
    return call.input(0);
  }

  /** Any change of axes: a number becomes a list, or a list of one a number. */
  static Value reshaped(Call call, boolean single) {
    return list(single, numbers(call, 0));
  }

  static Value reshape(Call call) {
    call.expect("allowzero", 0L);
    StoredTensor array = call.array(0);
    long[] before = Arrays.stream(array.shape()).asLongStream().toArray();
    long[] lengths = Layout.inOrder(before).reshaped(numbers(call, 1)).lengths();
    int[] shape = Arrays.stream(lengths).mapToInt(Math::toIntExact).toArray();
    return new Constant(call.network().reshaped(array, shape));
  }

  static Value transpose(Call call) throws CheckpointException {
    StoredTensor array = call.array(0);
    List<Long> backwards = new ArrayList<>();
    for (long axis = 0; axis < array.shape().length; axis++) {
      backwards.add(0, axis);
    }
    List<Long> order = call.integers("perm", backwards);
    if (!order.stream().sorted(Collections.reverseOrder()).toList().equals(backwards)) {
      throw new IllegalArgumentException("perm: no order of the axes of " + array + ": " + order);
    }
    int[] axes = order.stream().mapToInt(Long::intValue).toArray();
    return new Constant(
        call.network().derived(transposed(call.network().floats(array), axes), array));
  }

  /** The same numbers with the axes in another order. */
  static Tensor transposed(Tensor tensor, int... order) {
    int[] lengths = new int[order.length];
    int[] strides = new int[order.length];
    for (int axis = 0; axis < order.length; axis++) {
      lengths[axis] = tensor.size(order[axis]);
      strides[axis] = 1;
      for (int inner = order[axis] + 1; inner < order.length; inner++) {
        strides[axis] *= tensor.size(inner);
      }
    }
    float[] data = new float[tensor.data().length];
    for (int i = 0; i < data.length; i++) {
      int left = i;
      int from = 0;
      for (int axis = order.length - 1; axis >= 0; axis--) {
        from += left % lengths[axis] * strides[axis];
        left /= lengths[axis];
      }
      data[i] = tensor.data()[from];
    }
    return new Tensor(data, lengths);
  }

  /** {@code (x − zero point) · scale}, the two either one for all or one along an axis. */
  static Value dequantized(Call call) throws CheckpointException {
    StoredTensor quantized = call.array(0);
    float[] scale = call.network().floats(call.array(1)).data();
    long[] zero = call.has(2) ? call.array(2).toLongs() : new long[scale.length];
    int[] shape = quantized.shape();
    long axis = call.integer("axis", 1);
    int along = Math.toIntExact(axis < 0 ? axis + shape.length : axis);
    int inner = 1; // numbers between two steps along the axis
    if (scale.length != 1) {
      if (along < 0 || along >= shape.length || shape[along] != scale.length) {
        throw new IllegalArgumentException(
            scale.length + " scales do not fit axis " + axis + " of " + quantized);
      }
      for (int i = along + 1; i < shape.length; i++) {
        inner *= shape[i];
      }
    }
    if (zero.length != scale.length) {
      throw new IllegalArgumentException(
          scale.length + " scales, but " + zero.length + " zero points");
    }
    long[] numbers = quantized.toLongs();
    float[] result = new float[numbers.length];
    for (int i = 0; i < result.length; i++) {
      int at = i / inner % scale.length;
      result[i] = (numbers[i] - zero[at]) * scale[at];
    }
    return new Constant(call.network().derived(new Tensor(result, shape), quantized));
  }

  private static long[] numbers(Call call, int input) {
    StoredTensor array = call.array(input);
    if (array.elements() > LONGEST) {
      throw new IllegalArgumentException(
          "input " + input + ": expected at most " + LONGEST + " sizes, found " + array);
    }
    return array.toLongs();
  }

  private static long[] unboxed(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private static Constant list(boolean single, long... numbers) {
    if (numbers.length > LONGEST || single && numbers.length != 1) {
      throw new IllegalArgumentException(
          "expected at most " + (single ? 1 : LONGEST) + " sizes, found " + numbers.length);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(numbers);
    int[] shape = single ? new int[0] : new int[] {numbers.length};
    return new Constant(new StoredTensor(DataType.INT64, shape, bytes));
  }
}
