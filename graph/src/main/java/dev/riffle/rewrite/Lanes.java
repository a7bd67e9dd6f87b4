package dev.riffle.rewrite;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The ways that channels take through a network. A lane begins where a convolution or a fully
 * connected layer writes a channel, goes through whatever treats each channel by itself, and ends
 * where such layers read it. Slices, shuffles and concatenations are no work: they only say which
 * lane lies where.
 */
final class Lanes {

  /**
   * A channel of a map.
   *
   * @param lane see {@link #root}
   * @param writer which piece of work wrote it
   */
  record Channel(int lane, int writer) {}

  /**
   * Something that happens to a lane: a piece of work, or an output of the network, reads it; or it
   * begins, as that of a work's outputs.
   *
   * @param work which piece of work; outputs are counted on behind the last
   * @param input by which of its inputs; {@link #BEGIN} where it begins
   * @param place the group, or the channel where its order is seen from outside
   * @param writer see {@link Channel}
   */
  record Station(int work, int input, int place, int writer) {
    static final int BEGIN = -1;
  }

  private final List<Node> work = new ArrayList<>();
  private final Map<Node, List<Channel>> channels = new IdentityHashMap<>();
  private final List<Integer> parents = new ArrayList<>(); // of lanes; those that meet become one
  private final List<Set<Station>> stations = new ArrayList<>(); // of each lane, before they meet

  Lanes(Graph graph) {
    for (Node node : graph.nodes()) {
      channels.put(node, isWork(node.op()) ? worked(node) : arranged(node));
    }
    for (int o = 0; o < graph.outputs().size(); o++) {
      List<Channel> out = channels.get(graph.outputs().get(o));
      for (int i = 0; i < out.size(); i++) {
        note(out.get(i), work.size() + o, 0, i);
      }
    }
  }

  private static boolean isWork(Op op) {
    boolean passes = op instanceof Op.Activate act && act.function() == Activation.IDENTITY;
    return !passes
        && !(op instanceof Op.Slice || op instanceof Op.Shuffle || op instanceof Op.Concat);
  }

  /** Whether each channel that comes out stands for that channel of what comes in. */
  static boolean isChannelwise(Node node) {
    if (node.op() instanceof Op.Conv2d conv) {
      return conv.groups() == node.shape().channels() && conv.channelsPerGroup(node) == 1;
    }
    return !(node.op() instanceof Op.Linear || keepsPlaces(node));
  }

  /** Everything that computes, and the inputs, in running order. */
  List<Node> work() {
    return work;
  }

  /** The channels of what a node yields, in order. */
  List<Channel> channels(Node node) {
    return channels.get(node).stream()
        .map(channel -> new Channel(root(channel.lane), channel.writer))
        .toList();
  }

  /** The lanes by all that happens to them; those of one list can stand for each other. */
  Map<Set<Station>, List<Integer>> alike() {
    Map<Integer, Set<Station>> whole = new LinkedHashMap<>();
    for (int lane = 0; lane < stations.size(); lane++) {
      whole.computeIfAbsent(root(lane), key -> new HashSet<>()).addAll(stations.get(lane));
    }
    Map<Set<Station>, List<Integer>> alike = new LinkedHashMap<>();
    whole.forEach((lane, all) -> alike.computeIfAbsent(all, key -> new ArrayList<>()).add(lane));
    return alike;
  }

  private List<Channel> arranged(Node node) {
    if (node.op() instanceof Op.Slice slice) {
      return channels.get(node.input()).subList(slice.from(), slice.to());
    }
    if (node.op() instanceof Op.Shuffle shuffle) {
      List<Channel> in = channels.get(node.input());
      return IntStream.range(0, in.size())
          .mapToObj(channel -> in.get(shuffle.source(channel, in.size())))
          .toList();
    }
    return node.inputs().stream().flatMap(input -> channels.get(input).stream()).toList();
  }

  private List<Channel> worked(Node node) {
    int index = work.size();
    work.add(node);
    for (int slot = 0; slot < node.inputs().size(); slot++) {
      List<Channel> in = channels.get(node.inputs().get(slot));
      for (int i = 0; i < in.size(); i++) {
        note(in.get(i), index, slot, i * groups(node, in.size()) / in.size());
      }
    }
    List<Channel> out = new ArrayList<>();
    for (int i = 0; i < node.shape().channels(); i++) {
      out.add(new Channel(isChannelwise(node) ? joined(node, i) : begun(node, index, i), index));
    }
    return out;
  }

  // The order of an input is the caller's; attention tells its channels apart by where they lie.
  private static boolean keepsPlaces(Node node) {
    return node.op() instanceof Op.Input || node.op() instanceof Op.Attention;
  }

  // Of so many channels, those that a layer tells apart. Channelwise convolutions have a group a
  // channel, and any channel may stand for any other there.
  private static int groups(Node node, int channels) {
    if (keepsPlaces(node)) {
      return channels;
    }
    if (node.op() instanceof Op.GroupNorm norm) {
      return norm.groups();
    }
    return node.op() instanceof Op.Conv2d conv && !isChannelwise(node) ? conv.groups() : 1;
  }

  private int joined(Node node, int channel) {
    int lane = channels.get(node.inputs().get(0)).get(channel).lane;
    for (Node input : node.inputs()) {
      parents.set(root(channels.get(input).get(channel).lane), root(lane));
    }
    return lane;
  }

  private int begun(Node node, int index, int channel) {
    int lane = parents.size();
    parents.add(lane);
    stations.add(new HashSet<>());
    int channels = node.shape().channels();
    int place = channel * groups(node, channels) / channels;
    stations.get(lane).add(new Station(index, Station.BEGIN, place, index));
    return lane;
  }

  private void note(Channel channel, int reader, int input, int place) {
    stations.get(channel.lane).add(new Station(reader, input, place, channel.writer));
  }

  private int root(int lane) {
    int root = lane;
    while (parents.get(root) != root) {
      root = parents.get(root);
    }
    return root;
  }
}
