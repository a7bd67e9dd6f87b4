package dev.riffle.graph;

import java.util.List;
import java.util.stream.Collectors;

/** What ops refuse, and in which words. */
final class Check {
  private Check() {}

  static void count(List<Node> inputs, int expected) {
    if (inputs.size() != expected) {
      throw new IllegalArgumentException(
          "expected " + expected + " inputs, found " + inputs.size() + " " + described(inputs));
    }
  }

  /** The shape of the only input. */
  static Shape one(List<Node> inputs) {
    count(inputs, 1);
    return inputs.get(0).shape();
  }

  /** The size that a window sliding over a padded map leaves, channels unchanged. */
  static Shape slide(Shape in, int kernel, int stride, int padding) {
    int height = in.height() + 2 * padding - kernel;
    int width = in.width() + 2 * padding - kernel;
    if (height < 0 || width < 0) {
      throw new IllegalArgumentException(
          "a window of " + kernel + " is larger than " + in + " padded by " + padding);
    }
    return new Shape(in.channels(), height / stride + 1, width / stride + 1);
  }

  static void window(int kernel, int stride, int padding) {
    positive("kernel", kernel);
    positive("stride", stride);
    if (padding < 0) {
      throw new IllegalArgumentException("padding: expected 0 or more, found " + padding);
    }
  }

  static void lessThanKernel(int kernel, int padding) {
    if (padding > kernel / 2) {
      throw new IllegalArgumentException(
          "padding: expected at most half the window of " + kernel + ", found " + padding);
    }
  }

  static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + ": expected 1 or more, found " + value);
    }
  }

  static void divides(String what, int value, int groups) {
    if (value % groups != 0) {
      throw new IllegalArgumentException(
          what + ": " + value + " cannot be divided into " + groups + " groups");
    }
  }

  static String described(List<Node> inputs) {
    return inputs.stream()
        .map(node -> node.name() + " " + node.shape())
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
