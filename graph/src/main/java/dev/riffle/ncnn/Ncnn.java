package dev.riffle.ncnn;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads networks in ncnn's form: layers in a text file, {@code .param}, and their numbers, float32
 * or float16, in a {@code .bin} file beside it. Nodes are called after the layers.
 *
 * @see <a href="https://github.com/Tencent/ncnn/wiki/param-and-model-file-structure">its form</a>
 */
public final class Ncnn {
  private static final String MAGIC = "7767517";
  private static final String PARAM = ".param";
  private static final String BIN = ".bin";

  /** Of the text; a long network has some thousand lines of a hundred letters. */
  private static final int LARGEST = 4 << 20;

  /** Some times those of the longest network that is known. */
  private static final int MOST_LAYERS = 5000;

  private Ncnn() {}

  /**
   * Reads the two files.
   *
   * @param param the first of them
   * @param input the size of what goes in, which the files leave open
   * @throws CheckpointException in one line, if they are damaged or hold what cannot be read here,
   *     naming the layer
   */
  public static Model read(Path param, Shape input) throws IOException {
    String name = param.getFileName().toString();
    if (!name.endsWith(PARAM)) {
      throw new CheckpointException(param + ": expected a name that ends in " + PARAM);
    }
    List<Layer> layers;
    try (FileBytes text = FileBytes.open(param)) {
      layers = layers(text);
    } catch (CheckpointException e) {
      throw new CheckpointException(param.toString(), e);
    }
    Path bin = param.resolveSibling(name.substring(0, name.length() - PARAM.length()) + BIN);
    try (FileBytes file = FileBytes.open(bin)) {
      Numbers numbers = new Numbers(file);
      Model model = model(layers, new Layers(numbers, input));
      numbers.checkEnd();
      return model;
    } catch (CheckpointException e) {
      throw new CheckpointException(bin.toString(), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CheckpointException(param + ": " + e.getMessage());
    }
  }

  private static List<Layer> layers(FileBytes file) throws IOException {
    if (file.size() > LARGEST) {
      throw new CheckpointException(
          "expected an ncnn network of at most " + LARGEST + " bytes, found " + file.size());
    }
    ByteBuffer bytes = file.read(0, file.size(), "an ncnn network");
    List<String> lines =
        StandardCharsets.UTF_8.decode(bytes).toString().lines().filter(l -> !l.isBlank()).toList();
    if (lines.size() < 2 || !lines.get(0).trim().equals(MAGIC)) {
      throw new CheckpointException("expected an ncnn network, which begins with " + MAGIC);
    }
    String count = lines.get(1).trim().split("\\s+")[0];
    if (!count.equals(Integer.toString(lines.size() - 2))) {
      throw new CheckpointException(
          "expected "
              + CheckpointException.shown(count)
              + " layers, as it says, found "
              + (lines.size() - 2));
    }
    if (lines.size() - 2 > MOST_LAYERS) {
      throw new CheckpointException(
          "expected at most " + MOST_LAYERS + " layers, found " + (lines.size() - 2));
    }
    List<Layer> layers = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      layers.add(new Layer(line));
    }
    return layers;
  }

  private static Model model(List<Layer> layers, Layers ops) throws IOException {
    Map<String, Node> blobs = new LinkedHashMap<>();
    Set<String> read = new HashSet<>();
    List<Node> inputs = new ArrayList<>();
    for (Layer layer : layers) {
      List<Node> yielded = yielded(layer, blobs, ops);
      read.addAll(layer.inputs());
      for (int i = 0; i < yielded.size(); i++) {
        if (blobs.putIfAbsent(layer.outputs().get(i), yielded.get(i)) != null) {
          throw new CheckpointException(
              layer + ": its output " + layer.outputs().get(i) + " is there already");
        }
      }
      yielded.stream().filter(node -> node.op() instanceof Op.Input).forEach(inputs::add);
    }
    List<Node> outputs =
        blobs.entrySet().stream()
            .filter(blob -> !read.contains(blob.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    Graph graph = new Graph(inputs, outputs);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    graph.parameters().forEach(p -> weights.put(p.name(), ops.weights().get(p.name())));
    return new Model(graph, new Weights(weights));
  }

  private static List<Node> yielded(Layer layer, Map<String, Node> blobs, Layers ops)
      throws IOException {
    List<Node> inputs = new ArrayList<>();
    for (String blob : layer.inputs()) {
      Node input = blobs.get(blob);
      if (input == null) {
        throw new CheckpointException(
            layer + ": nothing before it yields " + CheckpointException.shown(blob));
      }
      inputs.add(input);
    }
    try {
      List<Node> yielded = ops.of(layer, inputs);
      layer.checkAllWasAsked();
      if (yielded.size() != layer.outputs().size()) {
        throw new IllegalArgumentException(
            "expected " + yielded.size() + " outputs, found " + layer.outputs().size());
      }
      return yielded;
    } catch (CheckpointException e) {
      throw new CheckpointException(layer.toString(), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(layer + ": " + e.getMessage(), e);
    }
  }
}
