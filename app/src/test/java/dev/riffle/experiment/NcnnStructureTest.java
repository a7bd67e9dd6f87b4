package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Weights;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * NanoDet-Plus against the published ncnn file, layer by layer: both graphs are told in the same
 * words, equal things get equal numbers, and then the outputs' numbers must be equal.
 */
class NcnnStructureTest {

  /** Gives each step a number by what it does and the numbers of what it reads. */
  private static final class Numbering {
    private final Map<String, Integer> numbers = new HashMap<>();

    int of(String what, List<Integer> inputs) {
      return numbers.computeIfAbsent(what + inputs, words -> numbers.size());
    }
  }

  private final Numbering numbering = new Numbering();

  @Test
  void nanoDetPlusIsThePublishedGraph() throws IOException {
    List<String> lines = Files.readAllLines(Shared.path("weights/nanodet-plus-m_320.param"));
    Graph graph = Zoo.read("nanodet-plus-m_320", List.of()).graph();
    Graph folded = FoldBatchNorm.apply(new Model(graph, Weights.random(graph, 1))).graph();
    Map<String, Integer> blobs = new HashMap<>();
    long stored = 0;
    for (String line : lines.subList(2, lines.size())) {
      stored += ncnn(line.trim().split("\\s+"), blobs);
    }
    assertEquals(1_186_346, stored);
    assertEquals(stored, folded.parameterCount());
    List<Integer> expected = new ArrayList<>();
    for (int stride : new int[] {8, 16, 32, 64}) {
      expected.add(blobs.get("cls" + stride));
      expected.add(blobs.get("dis" + stride));
    }
    assertEquals(expected, ours(folded));
  }

  /** Reads one layer; gives how many numbers it stores. */
  private long ncnn(String[] words, Map<String, Integer> blobs) {
    int in = Integer.parseInt(words[2]);
    int out = Integer.parseInt(words[3]);
    List<Integer> inputs = new ArrayList<>();
    for (int i = 4; i < 4 + in; i++) {
      inputs.add(blobs.get(words[i]));
    }
    Map<Integer, String> p = new TreeMap<>();
    for (int i = 4 + in + out; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      p.put(Integer.parseInt(words[i].substring(0, equals)), words[i].substring(equals + 1));
    }
    long stored = 0;
    for (int i = 0; i < out; i++) {
      String blob = words[4 + in + i];
      int number =
          switch (words[0]) {
            case "Input" -> numbering.of("input", inputs);
            case "Split", "Sigmoid", "Permute" -> inputs.get(0);
            case "Convolution", "ConvolutionDepthWise" -> {
              String groups = p.getOrDefault(7, "1");
              stored = Long.parseLong(p.get(6)) + Long.parseLong(p.get(0));
              int x = convolution(p.get(0), p.get(1), p.get(3), p.get(4), groups, p.get(6), inputs);
              yield p.containsKey(9) ? leaky(p, x) : x;
            }
            case "Pooling" ->
                numbering.of("max" + p.get(1) + " " + p.get(2) + " " + p.get(3), inputs);
            case "Concat" -> numbering.of("concat", inputs);
            case "ShuffleChannel" -> numbering.of("shuffle" + p.get(0), inputs);
            case "Slice" -> numbering.of("part" + i + " of 2", inputs);
            case "Interp" -> numbering.of("bilinear" + Double.parseDouble(p.get(1)), inputs);
            case "BinaryOp" -> numbering.of("add" + p.get(0), inputs);
            default -> throw new AssertionError("no words for " + String.join(" ", words));
          };
      blobs.put(blob, number);
    }
    return stored;
  }

  private int leaky(Map<Integer, String> p, int x) {
    assertEquals("2", p.get(9)); // leaky ReLU, its slope in -23310
    float slope = Float.parseFloat(p.get(-23310).substring(2));
    return numbering.of("leaky" + slope, List.of(x));
  }

  private int convolution(
      String out,
      String kernel,
      String stride,
      String padding,
      String groups,
      String weights,
      List<Integer> inputs) {
    return numbering.of(
        String.join(" ", "conv", out, kernel, stride, padding, groups, weights), inputs);
  }

  /** The numbers of the class and box halves of each level. */
  private List<Integer> ours(Graph graph) {
    Map<Node, Integer> numbers = new HashMap<>();
    for (Node node : graph.nodes()) {
      numbers.put(node, ours(node, node.inputs().stream().map(numbers::get).toList()));
    }
    List<Integer> halves = new ArrayList<>();
    for (Node output : graph.outputs()) {
      for (int i = 0; i < 2; i++) {
        halves.add(numbering.of("part" + i + " of 2", List.of(numbers.get(output))));
      }
    }
    return halves;
  }

  private int ours(Node node, List<Integer> inputs) {
    Op op = node.op();
    if (op instanceof Op.Input) {
      return numbering.of("input", inputs);
    } else if (op instanceof Op.Conv2d conv) {
      return convolution(
          "" + conv.outChannels(),
          "" + conv.kernel(),
          "" + conv.stride(),
          "" + conv.padding(),
          "" + conv.groups(),
          "" + node.parameters().get(0).elements(),
          inputs);
    } else if (op instanceof Op.Activate act) {
      return act.function() == Activation.IDENTITY
          ? inputs.get(0)
          : numbering.of("leaky" + Activation.LEAKY_SLOPE, inputs);
    } else if (op instanceof Op.MaxPool pool) {
      return numbering.of(
          "max" + pool.kernel() + " " + pool.stride() + " " + pool.padding(), inputs);
    } else if (op instanceof Op.Concat) {
      return numbering.of("concat", inputs);
    } else if (op instanceof Op.Shuffle shuffle) {
      return numbering.of("shuffle" + shuffle.groups(), inputs);
    } else if (op instanceof Op.Slice slice) {
      return numbering.of("part" + (slice.from() == 0 ? 0 : 1) + " of 2", inputs);
    } else if (op instanceof Op.Resize resize) {
      return numbering.of("bilinear" + resize.scale(), inputs);
    } else if (op instanceof Op.Add) {
      return numbering.of("add0", inputs);
    }
    throw new AssertionError("no words for " + node);
  }
}
