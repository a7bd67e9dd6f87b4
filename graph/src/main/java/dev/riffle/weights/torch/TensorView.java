package dev.riffle.weights.torch;

import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import dev.riffle.weights.file.StoredTensor;
import dev.riffle.weights.torch.Pickled.Storage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor as PyTorch has it: element {@code [i, j, …]} is number {@code offset + i · strides[0] +
 * j · strides[1] + …} of a storage. Nothing is checked before {@link #of}.
 */
record TensorView(Storage storage, DataType type, long offset, long[] sizes, long[] strides) {

  /** The same place, read as numbers of another type. */
  TensorView as(DataType other) {
    return new TensorView(storage, other, offset, sizes, strides);
  }

  /**
   * The bytes of the tensor.
   *
   * @throws CheckpointException if there are too many, or the shape makes no sense
   */
  long byteCount() throws CheckpointException {
    if (sizes.length != strides.length) {
      throw new CheckpointException(
          "expected as many strides as sizes, found " + strides.length + " and " + sizes.length);
    }
    long count = type.width();
    boolean empty = false;
    for (long size : sizes) {
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new CheckpointException("impossible shape " + Arrays.toString(sizes));
      }
      empty |= size == 0;
      count = size == 0 ? count : Math.min(count * size, Integer.MAX_VALUE); // no overflow
    }
    if (empty) {
      return 0;
    }
    if (count > Integer.MAX_VALUE - 8) {
      throw new CheckpointException("shape " + Arrays.toString(sizes) + " takes more than 2 GiB");
    }
    return count;
  }

  /**
   * Gathers the numbers, row-major. Where they lie that way already the bytes are shared.
   *
   * @param bytes of the whole array of the storage's key, in the byte order that it is set to
   * @throws CheckpointException if the view reaches outside its storage
   */
  StoredTensor of(ByteBuffer bytes) throws CheckpointException {
    int width = type.width();
    int count = (int) byteCount();
    int[] shape = Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
    if (count == 0) {
      return new StoredTensor(type, shape, ByteBuffer.allocate(0));
    }
    checkInside();
    int start = (int) (storage.offset() * storage.type().width() + offset * width);
    if (isContiguous() && (bytes.order() == ByteOrder.LITTLE_ENDIAN || width == 1)) {
      return new StoredTensor(type, shape, bytes.slice(start, count));
    }
    ByteBuffer gathered = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    int[] index = new int[shape.length];
    long at = 0; // elements from the start
    while (gathered.hasRemaining()) {
      int from = start + (int) at * width;
      switch (width) {
        case 1 -> gathered.put(bytes.get(from));
        case 2 -> gathered.putShort(bytes.getShort(from));
        case 4 -> gathered.putInt(bytes.getInt(from));
        default -> gathered.putLong(bytes.getLong(from));
      }
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        at -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return new StoredTensor(type, shape, gathered.flip());
  }

  private void checkInside() throws CheckpointException {
    long room = storage.elements() * storage.type().width() / type.width();
    long last = offset;
    boolean inside = offset >= 0 && offset < room;
    for (int axis = 0; axis < sizes.length && inside; axis++) {
      // Sizes are below 2³¹; strides beyond the storage are wrong unless never taken.
      boolean taken = sizes[axis] > 1;
      inside = !taken || strides[axis] >= 0 && strides[axis] < room;
      if (inside && taken) {
        last += (sizes[axis] - 1) * strides[axis];
        inside = last < room;
      }
    }
    if (!inside) {
      throw new CheckpointException(
          "shape "
              + Arrays.toString(sizes)
              + " with strides "
              + Arrays.toString(strides)
              + " from "
              + offset
              + " on reaches outside its storage of "
              + room);
    }
  }

  private boolean isContiguous() {
    long expected = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (sizes[axis] != 1 && strides[axis] != expected) {
        return false;
      }
      expected *= sizes[axis];
    }
    return true;
  }
}
