package dev.riffle.onnx;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Parameter;
import dev.riffle.onnx.proto.Message;
import dev.riffle.onnx.proto.Schema;
import dev.riffle.weights.file.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ONNX format, opset 13: a network with its numbers in one file, which other programs run.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">the ops</a>
 */
public final class Onnx {
  /** A protobuf message must be smaller than 2 GiB. */
  private static final long LARGEST = Integer.MAX_VALUE;

  private Onnx() {}

  /**
   * Writes a model in float32, for batches of any size. What goes in, what comes out and all in
   * between are called as the nodes are, weights as in the graph; an output that is listed twice is
   * there once. The file is there at once and whole, or not at all.
   *
   * @param metadata words about the model, by key
   * @throws IOException if it cannot be written, or would be larger than the format allows
   * @throws IllegalArgumentException if ONNX has no way to say it, naming the node
   */
  public static void write(Path path, Model model, Map<String, String> metadata)
      throws IOException {
    write(path, Proto.model(graph(model, Optional.empty()), metadata));
  }

  /**
   * Likewise a detector, whose outputs are then {@code scores} and {@code boxes} in place of maps.
   *
   * @throws IllegalArgumentException also if the model's outputs are not such maps
   */
  public static void write(Path path, Model model, Decoding decoding, Map<String, String> metadata)
      throws IOException {
    write(path, Proto.model(graph(model, Optional.of(decoding)), metadata));
  }

  private static void write(Path path, Message file) throws IOException {
    if (file.size() > LARGEST) {
      throw new IOException(
          path + ": an ONNX file holds at most " + LARGEST + " bytes, found " + file.size());
    }
    AtomicFile.write(
        path,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
          file.writeTo(out);
          out.flush();
        });
  }

  private static Message graph(Model model, Optional<Decoding> decoding) {
    Graph graph = model.graph();
    Message message = new Message().text(Schema.Graph.NAME, "network");
    Set<String> names = new HashSet<>();
    Lowering lowering = new Lowering();
    List<Fragment> fragments = new ArrayList<>();
    graph.nodes().forEach(node -> fragments.add(node.accept(lowering)));
    decoding.ifPresent(
        tail -> fragments.addAll(tail.fragments(graph.outputs(), graph.inputs().get(0).shape())));
    for (Fragment fragment : fragments) {
      fragment.steps().forEach(step -> message.message(Schema.Graph.NODE, step));
      fragment.arrays().forEach(array -> message.message(Schema.Graph.INITIALIZER, array));
      checkNew(fragment.names(), names);
    }
    for (Parameter parameter : graph.parameters()) {
      checkNew(List.of(parameter.name()), names);
      message.message(
          Schema.Graph.INITIALIZER,
          Proto.tensor(
              parameter.name(),
              model.weights().get(parameter.name()).data(),
              parameter.dimensions()));
    }
    for (Node input : graph.inputs()) {
      checkNew(List.of(input.name()), names);
      message.message(Schema.Graph.INPUT, Proto.value(input));
    }
    if (decoding.isPresent()) {
      int places = Decoding.places(graph.outputs());
      int classes = decoding.get().classes();
      message.message(Schema.Graph.OUTPUT, Proto.value(Decoding.SCORES, places, classes));
      message.message(Schema.Graph.OUTPUT, Proto.value(Decoding.BOXES, places, 4));
      return message;
    }
    for (Node output : new LinkedHashSet<>(graph.outputs())) {
      message.message(Schema.Graph.OUTPUT, Proto.value(output));
    }
    return message;
  }

  private static void checkNew(List<String> names, Set<String> taken) {
    for (String name : names) {
      if (!taken.add(name)) {
        throw new IllegalArgumentException(name + ": ONNX has one name for one thing, found two");
      }
    }
  }
}
