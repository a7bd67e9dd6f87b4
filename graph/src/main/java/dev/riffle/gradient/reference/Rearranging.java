package dev.riffle.gradient.reference;

import dev.riffle.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Channels of some maps, picked and put into an order.
 *
 * @param count pictures of a batch
 * @param plane numbers of a channel
 * @param channels of each input
 * @param sources where each channel of the output comes from
 */
record Rearranging(int count, int plane, List<Integer> channels, List<Source> sources)
    implements Layer {

  /** A channel of an input. */
  record Source(int input, int channel) {}

  /** All channels of all inputs, one behind another. */
  static Rearranging concat(int count, Node node) {
    List<Source> sources = new ArrayList<>();
    for (int input = 0; input < node.inputs().size(); input++) {
      for (int channel = 0; channel < node.inputs().get(input).shape().channels(); channel++) {
        sources.add(new Source(input, channel));
      }
    }
    return of(count, node, sources);
  }

  /**
   * Channels of the only input.
   *
   * @param source which one an output channel is
   */
  static Rearranging of(int count, Node node, IntUnaryOperator source) {
    List<Source> sources = new ArrayList<>();
    for (int channel = 0; channel < node.shape().channels(); channel++) {
      sources.add(new Source(0, source.applyAsInt(channel)));
    }
    return of(count, node, sources);
  }

  private static Rearranging of(int count, Node node, List<Source> sources) {
    List<Integer> channels = node.inputs().stream().map(in -> in.shape().channels()).toList();
    return new Rearranging(count, node.shape().plane(), channels, sources);
  }

  @Override
  public void forward(List<double[]> in, double[] out) {
    for (int picture = 0; picture < count; picture++) {
      for (int c = 0; c < sources.size(); c++) {
        int to = (picture * sources.size() + c) * plane;
        System.arraycopy(
            in.get(sources.get(c).input()), from(picture, sources.get(c)), out, to, plane);
      }
    }
  }

  @Override
  public void backward(List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
    for (int picture = 0; picture < count; picture++) {
      for (int c = 0; c < sources.size(); c++) {
        double[] to = inSlopes.get(sources.get(c).input());
        int first = from(picture, sources.get(c));
        for (int i = 0; i < plane; i++) {
          to[first + i] += slopes[(picture * sources.size() + c) * plane + i];
        }
      }
    }
  }

  private int from(int picture, Source source) {
    return (picture * channels.get(source.input()) + source.channel()) * plane;
  }
}
