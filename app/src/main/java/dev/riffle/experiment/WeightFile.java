package dev.riffle.experiment;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.ncnn.Ncnn;
import dev.riffle.onnx.read.OnnxReader;
import dev.riffle.rewrite.Reorder;
import dev.riffle.rewrite.Transfer;
import dev.riffle.weights.StateDict;
import dev.riffle.weights.WeightRules;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Weights for an experiment's network from a file: a PyTorch checkpoint or safetensors, which must
 * have its names, or a network in ONNX's or ncnn's form, which must compute the same under whatever
 * names.
 */
public final class WeightFile {
  private static final String ONNX = ".onnx";
  private static final String NCNN = ".param";

  private WeightFile() {}

  /**
   * The experiment's network with the file's numbers, BatchNorms and all; where the file has them
   * folded, they are identities.
   *
   * @throws CheckpointException in one line, if it is damaged or does not fit
   */
  public static Model read(Path file, Experiment experiment) throws IOException {
    Graph graph = experiment.graph();
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(ONNX)) {
      return transferred(file, OnnxReader.read(file).model(), experiment);
    }
    if (name.endsWith(NCNN)) {
      return transferred(file, Ncnn.read(file, graph.inputs().get(0).shape()), experiment);
    }
    return WeightRules.unused(experiment.unusedWeights()).fit(graph, StateDict.read(file));
  }

  /**
   * An experiment's network with the numbers of a file that is another's, whose network does the
   * same on channels in another order.
   *
   * @throws CheckpointException in one line, if the file does not fit the other experiment, if no
   *     order of channels makes one network of the other, or if they see pictures differently
   */
  public static Model reordered(Path file, Experiment origin, Experiment experiment)
      throws IOException {
    String what = origin.name() + "'s weights do not fit " + experiment.name() + ": ";
    checkNumbers(what, origin.input(), experiment.input());
    try {
      return Reorder.of(read(file, origin), experiment.graph());
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(what + e.getMessage());
    }
  }

  // Weights are of no use behind other numbers than they were trained on.
  private static void checkNumbers(String what, Input expected, Input found)
      throws CheckpointException {
    String one = numbers(expected);
    String other = numbers(found);
    if (!one.equals(other)) {
      throw new CheckpointException(
          what + "expected input " + one + ", found " + other + " (--set input.… changes both)");
    }
  }

  private static String numbers(Input input) {
    return input.order() + ", mean " + input.mean() + ", std " + input.std();
  }

  private static Model transferred(Path file, Model model, Experiment experiment)
      throws CheckpointException {
    try {
      return Transfer.of(model, experiment.graph());
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(
          file + " does not fit " + experiment.name() + ": " + e.getMessage());
    }
  }
}
