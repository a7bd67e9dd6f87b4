package dev.riffle.cli;

import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.WeightFile;
import dev.riffle.graph.Model;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.store.WeightStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How verbs name a model and its weights. */
final class ModelOptions {
  static final String DEFAULT = "nanodet-m_320";

  @Option(
      names = "--model",
      paramLabel = "NAME_OR_CONFIG",
      description = "A model's name or a config file; " + DEFAULT + ".")
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
  boolean isGiven() {
    return model != null || weights != null;
  }

  Optional<Path> weights() {
    return Optional.ofNullable(weights);
  }

  Experiment experiment() {
    return config.read(model == null ? DEFAULT : model);
  }

  /** The experiment's network with its weights, BatchNorms folded; fetches them if need be. */
  Model load(Experiment experiment) throws IOException {
    return FoldBatchNorm.apply(loadUnfolded(experiment));
  }

  /** The same with its BatchNorms. */
  Model loadUnfolded(Experiment experiment) throws IOException {
    Path file;
    try (FetchProgress progress = new FetchProgress()) {
      file =
          new WeightStore(System.getenv(), offline)
              .find(weights(), experiment.name(), experiment.weights(), progress);
    }
    return WeightFile.read(file, experiment);
  }
}
