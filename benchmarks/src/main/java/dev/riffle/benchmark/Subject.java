package dev.riffle.benchmark;

import dev.riffle.cost.Cost;
import dev.riffle.experiment.Zoo;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.onnx.Onnx;
import dev.riffle.rewrite.FoldBatchNorm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What everybody runs: one network with one input and one picture.
 *
 * @param name the model's
 * @param model with BatchNorms folded
 * @param file the same as ONNX
 * @param picture numbers about as large as a normalised picture's, {@code [1, 3, H, W]}
 */
record Subject(String name, Model model, Path file, Tensor picture) {
  private static final long SEED = 1;

  /** A model of the zoo with random weights, written into a folder. */
  static Subject of(String name, Path folder) throws IOException {
    Graph graph = Zoo.read(name, List.of()).graph();
    Model model = FoldBatchNorm.apply(new Model(graph, Weights.random(graph, SEED)));
    Path file = folder.resolve(name + ".onnx");
    Onnx.write(file, model, Map.of());
    Tensor picture = Tensor.random(1, graph.inputs().get(0).shape(), SEED);
    return new Subject(name, model, file, picture);
  }

  /** What the input is called. */
  String input() {
    return model.graph().inputs().get(0).name();
  }

  /** What the outputs are called. */
  List<String> outputs() {
    return model.graph().outputs().stream().map(output -> output.name()).toList();
  }

  /** Floating-point operations of a run: a multiply-add is two. */
  double flop() {
    return 2.0 * Cost.of(model.graph()).macs();
  }
}
