package dev.riffle.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * In which order an ONNX value has the numbers of a map: Reshape and Transpose move no number of a
 * network, they only count them differently. An axis runs through one or more strides of the map's
 * own order, the outermost first; an axis of length 1 through none.
 *
 * <p>So a channel shuffle shows as a channel axis of two strides, and a flattened map as one axis
 * of stride 1.
 */
record Layout(List<List<Run>> axes) {

  /** So many numbers, so far apart. */
  record Run(long length, long stride) {}

  Layout {
    axes = axes.stream().map(Layout::merged).toList();
  }

  /** Numbers that lie one after the other. */
  static Layout inOrder(long... lengths) {
    List<List<Run>> axes = new ArrayList<>();
    long stride = 1;
    for (int axis = lengths.length - 1; axis >= 0; axis--) {
      axes.add(0, List.of(new Run(lengths[axis], stride)));
      stride = Math.multiplyExact(stride, lengths[axis]);
    }
    return new Layout(axes);
  }

  /** The lengths of the axes. */
  long[] lengths() {
    return axes.stream().mapToLong(Layout::length).toArray();
  }

  Layout transposed(List<Long> order) {
    if (!order.stream().sorted().toList().equals(indices())) {
      throw new IllegalArgumentException("no order of " + axes.size() + " axes: " + order);
    }
    return new Layout(order.stream().map(axis -> axes.get(axis.intValue())).toList());
  }

  private List<Long> indices() {
    List<Long> indices = new ArrayList<>();
    for (long i = 0; i < axes.size(); i++) {
      indices.add(i);
    }
    return indices;
  }

  /**
   * The same numbers in the same order, counted in other axes.
   *
   * @param wanted their lengths; 0 for as long as before, one −1 for what is left
   */
  Layout reshaped(long[] wanted) {
    long[] lengths = resolved(wanted);
    List<Run> left = new ArrayList<>(merged(axes.stream().flatMap(List::stream).toList()));
    List<List<Run>> cut = new ArrayList<>();
    for (long length : lengths) {
      List<Run> axis = new ArrayList<>();
      long open = length;
      while (open > 1) {
        Run run = left.remove(0);
        if (open % run.length() == 0) {
          axis.add(run);
          open /= run.length();
        } else if (run.length() % open == 0) {
          long inner = run.length() / open;
          axis.add(new Run(open, run.stride() * inner));
          left.add(0, new Run(inner, run.stride()));
          open = 1;
        } else {
          throw new IllegalArgumentException(
              "axes of " + run.length() + " and " + open + " cannot be cut into one another");
        }
      }
      cut.add(axis);
    }
    return new Layout(cut);
  }

  private long[] resolved(long[] wanted) {
    long[] before = lengths();
    long[] lengths = wanted.clone();
    long total = 1;
    for (long length : before) {
      total = Math.multiplyExact(total, length);
    }
    int open = -1;
    long rest = total;
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] == 0 && i < before.length) {
        lengths[i] = before[i];
      }
      if (lengths[i] == -1 && open < 0) {
        open = i;
      } else if (lengths[i] < 1 || rest % lengths[i] != 0) {
        throw wrong(before, wanted);
      } else {
        rest /= lengths[i];
      }
    }
    if (open >= 0) {
      lengths[open] = rest;
    } else if (rest != 1) {
      throw wrong(before, wanted);
    }
    return lengths;
  }

  private static IllegalArgumentException wrong(long[] before, long[] wanted) {
    return new IllegalArgumentException(
        Arrays.toString(before) + " cannot be had as " + Arrays.toString(wanted));
  }

  private static long length(List<Run> axis) {
    return axis.stream().mapToLong(Run::length).reduce(1, Math::multiplyExact);
  }

  // Runs that go on where the next ones end are one; those of one number are none.
  private static List<Run> merged(List<Run> runs) {
    List<Run> merged = new ArrayList<>();
    for (Run run : runs) {
      Run last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (run.length() == 1) {
        continue;
      }
      if (last != null && last.stride() == run.stride() * run.length()) {
        merged.set(merged.size() - 1, new Run(last.length() * run.length(), run.stride()));
      } else {
        merged.add(run);
      }
    }
    return List.copyOf(merged);
  }
}
