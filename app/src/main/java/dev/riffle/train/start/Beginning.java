package dev.riffle.train.start;

import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.WeightFile;
import dev.riffle.experiment.Zoo;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.store.FetchListener;
import dev.riffle.store.WeightStore;
import dev.riffle.train.schedule.Schedule;
import dev.riffle.train.schedule.Start;
import dev.riffle.weights.StateDict;
import dev.riffle.weights.WeightMismatchException;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A network before its first step.
 *
 * @param model with its numbers
 * @param report where these come from, in one line
 */
public record Beginning(Model model, String report) {

  /** Finds the weights that models are published with. */
  public record Sources(WeightStore store, FetchListener progress) {}

  /**
   * What the schedule says to start from.
   *
   * @param graph to be trained: the experiment's, perhaps with branches that only training has,
   *     which start from the seed
   * @throws IOException one line, if there are no such weights or they do not fit
   */
  public static Beginning of(Experiment experiment, Graph graph, Schedule schedule, Sources sources)
      throws IOException {
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(FirstWeights.of(experiment, graph, schedule.seed()).tensors());
    Start start = schedule.start();
    if (start.weights().isEmpty()) {
      return new Beginning(
          new Model(graph, new Weights(tensors)), "numbers drawn from seed " + schedule.seed());
    }
    Path file = find(start.weights().get(), sources);
    String anew = "";
    if (start.newClasses()) {
      anew = takeAllButClasses(file, experiment, tensors);
    } else {
      takeAll(file, experiment, tensors);
    }
    return new Beginning(new Model(graph, new Weights(tensors)), "weights of " + file + anew);
  }

  private static Path find(String weights, Sources sources) throws IOException {
    boolean isModel = Zoo.names().contains(weights);
    Optional<Path> given = isModel ? Optional.empty() : Optional.of(Path.of(weights));
    return sources
        .store()
        .find(
            given,
            weights,
            isModel ? Zoo.read(weights, List.of()).weights() : Optional.empty(),
            sources.progress());
  }

  private static void takeAll(Path file, Experiment experiment, Map<String, Tensor> tensors)
      throws IOException {
    try {
      tensors.putAll(WeightFile.read(file, experiment).weights().tensors());
    } catch (WeightMismatchException e) {
      throw new CheckpointException(
          e.getMessage()
              + "; if only the classes are others, schedule.start.newClasses=true takes the rest");
    }
  }

  /** Keeps the drawn rows of classes; says which. */
  private static String takeAllButClasses(
      Path file, Experiment experiment, Map<String, Tensor> tensors) throws IOException {
    ClassLayers layers = ClassLayers.of(experiment);
    int stored = classesIn(file, layers);
    Model other = WeightFile.read(file, ClassLayers.withClasses(experiment, stored));
    for (Parameter parameter : other.graph().parameters()) {
      Tensor from = other.weights().get(parameter.name());
      Integer others = layers.others().get(parameter.name());
      if (others == null) {
        tensors.put(parameter.name(), from);
      } else {
        Tensor to = tensors.get(parameter.name());
        int count = to.data().length / to.size(0) * others; // in the rows after the classes'
        System.arraycopy(
            from.data(), from.data().length - count, to.data(), to.data().length - count, count);
      }
    }
    return layers.others().keySet().stream()
        .filter(name -> other.weights().names().contains(name)) // not of branches for training
        .collect(
            Collectors.joining(
                ", ",
                "; anew for " + layers.classes() + " classes in place of " + stored + ": ",
                ""));
  }

  private static int classesIn(Path file, ClassLayers layers) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".onnx") || name.endsWith(".param")) {
      throw new CheckpointException(
          file + ": new classes need named weights; riffle import makes safetensors of it");
    }
    Map.Entry<String, Integer> layer = layers.others().entrySet().iterator().next();
    StateDict dict = StateDict.read(file);
    for (String stored : dict.tensors().keySet()) {
      if (stored.equals(layer.getKey()) || stored.endsWith("." + layer.getKey())) {
        int classes = dict.get(stored).shape()[0] - layer.getValue();
        if (classes > 0) {
          return classes;
        }
      }
    }
    throw new CheckpointException(
        file + ": expected weights with a layer of classes, found no " + layer.getKey());
  }
}
