package dev.riffle.run;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Ops in settings that are easily got wrong, for whoever runs them and whoever learns by them.
 *
 * @param channels of the maps that the op is to read
 */
public record AwkwardOps(int channels, Op op) {

  /** Why an op need not run on some map: nothing would be left of it, or its window is larger. */
  private static final Pattern TOO_SMALL =
      Pattern.compile(
          "out: (a window of \\d+ is larger than .* padded by \\d+"
              + "|a shape needs at least one .*, found [1-9]\\d*x(0x\\d+|\\d+x0))");

  private static final List<Integer> STRIDES = List.of(1, 2, 3);

  private static AwkwardOps of(int channels, Op op) {
    return new AwkwardOps(channels, op);
  }

  /** Whether the op leaves anything of a map. */
  public static boolean fit(Op op, Shape shape) {
    Node x = Scope.root().input("x", shape);
    try {
      Scope.root().node("out", op, x);
      return true;
    } catch (IllegalArgumentException e) {
      if (!TOO_SMALL.matcher(e.getMessage()).matches()) {
        throw e;
      }
      return false;
    }
  }

  /** Kernels, strides and groups, with a bias and without. */
  public static Stream<AwkwardOps> convolutions() {
    Stream.Builder<AwkwardOps> all = Stream.builder();
    for (int kernel : new int[] {1, 3, 5, 7}) {
      for (int stride : STRIDES) {
        for (int groups : new int[] {1, 2, 6}) {
          for (int outChannels : new int[] {6, 12}) {
            for (boolean bias : new boolean[] {false, true}) {
              all.add(of(6, new Op.Conv2d(outChannels, kernel, stride, kernel / 2, groups, bias)));
            }
          }
        }
      }
    }
    return all.build();
  }

  public static Stream<AwkwardOps> convolutionsOfOddChannelCounts() {
    return Stream.of(
        of(1, new Op.Conv2d(1, 3, 1, 1, 1, true)),
        of(1, new Op.Conv2d(9, 3, 2, 1, 1, false)),
        of(3, new Op.Conv2d(2, 3, 2, 1, 1, true)),
        of(13, new Op.Conv2d(5, 1, 1, 0, 1, true)),
        of(17, new Op.Conv2d(17, 5, 1, 2, 17, true)),
        of(31, new Op.Conv2d(33, 1, 1, 0, 1, false)),
        of(9, new Op.Conv2d(6, 3, 1, 1, 3, true)));
  }

  public static Stream<AwkwardOps> convolutionsOfUnusualPadding() {
    return Stream.of(
        of(4, new Op.Conv2d(3, 1, 1, 1, 1, true)),
        of(4, new Op.Conv2d(3, 1, 2, 2, 1, true)),
        of(4, new Op.Conv2d(4, 1, 2, 0, 4, false)),
        of(4, new Op.Conv2d(3, 2, 1, 0, 1, true)),
        of(4, new Op.Conv2d(3, 2, 2, 1, 1, false)),
        of(4, new Op.Conv2d(4, 3, 1, 0, 4, true)),
        of(4, new Op.Conv2d(4, 3, 2, 0, 1, true)),
        of(4, new Op.Conv2d(4, 3, 1, 4, 4, true)),
        of(4, new Op.Conv2d(4, 3, 3, 5, 1, true)));
  }

  public static Stream<AwkwardOps> pools() {
    Stream.Builder<AwkwardOps> all = Stream.builder();
    all.add(of(5, new Op.MeanPool()));
    for (int kernel : new int[] {1, 2, 3, 5}) {
      for (int stride : STRIDES) {
        for (int padding = 0; padding <= kernel / 2; padding++) {
          all.add(of(5, new Op.MaxPool(kernel, stride, padding)));
          all.add(of(5, new Op.AvgPool(kernel, stride, padding)));
        }
      }
    }
    return all.build();
  }

  public static Stream<AwkwardOps> pads() {
    Stream.Builder<AwkwardOps> all = Stream.builder();
    for (Op.Pad.Rule rule : Op.Pad.Rule.values()) {
      for (int kernel : new int[] {1, 2, 3, 5}) {
        for (int stride : STRIDES) {
          if (rule == Op.Pad.Rule.SAME || stride <= kernel) {
            all.add(of(3, new Op.Pad(rule, kernel, stride)));
          }
        }
      }
    }
    return all.build();
  }

  public static Stream<AwkwardOps> resizes() {
    return Stream.of(Op.Resize.Mode.values())
        .flatMap(
            mode ->
                Stream.of(1.0, 2.0, 0.5, 3.0, 4.0, 1.5, 0.75, 0.3, 1.37, 0.25)
                    .map(scale -> of(3, new Op.Resize(scale, mode))));
  }

  /** Channels taken or put into another order. */
  public static Stream<AwkwardOps> arrangements() {
    return Stream.of(
        of(12, new Op.Slice(0, 12)),
        of(12, new Op.Slice(0, 1)),
        of(12, new Op.Slice(5, 12)),
        of(12, new Op.Shuffle(1)),
        of(12, new Op.Shuffle(2)),
        of(12, new Op.Shuffle(3)),
        of(12, new Op.Shuffle(4)),
        of(12, new Op.Shuffle(12)));
  }

  public static Stream<AwkwardOps> linearLayers() {
    return Stream.of(
        of(1, new Op.Linear(1, true)),
        of(5, new Op.Linear(9, false)),
        of(6, new Op.Linear(17, true)),
        of(7, new Op.Linear(45, true)));
  }
}
