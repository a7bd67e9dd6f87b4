package dev.riffle.cli.option;

import dev.riffle.cli.console.FetchProgress;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.WeightFile;
import dev.riffle.graph.Model;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.store.PackedWeights;
import dev.riffle.store.WeightStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How verbs name a model and its weights. */
public final class ModelOptions {
  public static final String DETECTOR = "nanodet-m_320";
  private static final String CLASSIFIER = "shufflenetv2-1.0x";

  @Option(
      names = "--model",
      paramLabel = "NAME_OR_CONFIG",
      description =
          "A model's name or a config file; by default "
              + DETECTOR
              + ", to classify "
              + CLASSIFIER
              + ".")
  private String model;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A PyTorch checkpoint, safetensors, ONNX or ncnn (.param, its .bin beside it); else looked"
              + " for in $RIFFLE_WEIGHTS and the cache, then fetched.")
  private Path weights;

  @Option(names = "--offline", description = "Fetch nothing (also RIFFLE_OFFLINE=1).")
  private boolean offline;

  @Mixin private ConfigOptions config;

  /** Whether the user named a model or weights. */
  public boolean isGiven() {
    return model != null || weights != null;
  }

  public Optional<Path> weights() {
    return Optional.ofNullable(weights);
  }

  public Experiment experiment() {
    return config.read(model == null ? DETECTOR : model);
  }

  /** Another experiment, changed as asked like the model. */
  public Experiment experiment(String nameOrFile) {
    return config.read(nameOrFile);
  }

  /** The experiment of a verb that classifies. */
  public Experiment classifier() {
    return config.read(model == null ? CLASSIFIER : model);
  }

  /** Where the experiment's weights are; unpacks or fetches them if need be. */
  public Path find(Experiment experiment) throws IOException {
    WeightStore store = new WeightStore(System.getenv(), offline);
    PackedWeights packed = new PackedWeights();
    String name = experiment.name();
    if (packed.has(name) && weights == null && store.atHand(name, experiment.weights()).isEmpty()) {
      return packed.find(name).orElseThrow();
    }
    try (FetchProgress progress = new FetchProgress()) {
      return store.find(weights(), name, experiment.weights(), progress);
    }
  }

  /** The experiment's network with its weights, BatchNorms folded; fetches them if need be. */
  public Model load(Experiment experiment) throws IOException {
    return load(experiment, find(experiment));
  }

  /** As {@link #load(Experiment)}, with the weights of a file. */
  public Model load(Experiment experiment, Path file) throws IOException {
    return FoldBatchNorm.apply(WeightFile.read(file, experiment));
  }

  /** The network with its BatchNorms. */
  public Model loadUnfolded(Experiment experiment) throws IOException {
    return WeightFile.read(find(experiment), experiment);
  }
}
