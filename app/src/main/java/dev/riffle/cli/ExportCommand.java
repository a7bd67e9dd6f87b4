package dev.riffle.cli;

import dev.riffle.experiment.Description;
import dev.riffle.experiment.Experiment;
import dev.riffle.graph.Model;
import dev.riffle.onnx.Onnx;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle export}: a model for other programs. */
@Command(
    name = "export",
    description = "Write a model as ONNX, with what its input and outputs are, or as safetensors.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  riffle export --model nanodet-m_320 --weights nanodet_m.ckpt --to nanodet-m.onnx")
final class ExportCommand implements Callable<Integer> {
  private static final String ONNX = ".onnx";

  @Mixin private ModelOptions model;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write: .onnx (the network, BatchNorms folded, batches of any size) or"
              + " .safetensors (its weights).")
  private Path to;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    boolean onnx = to.toString().endsWith(ONNX);
    if (!onnx && !Target.isSafetensors(to)) {
      throw new ParameterException(
          spec.commandLine(), "--to: expected a name in .onnx or .safetensors, found " + to);
    }
    Experiment experiment = model.experiment();
    Target.check(to, model.weights());
    Model loaded = model.loadUnfolded(experiment);
    Map<String, String> words = Description.of(experiment);
    if (onnx) {
      Onnx.write(to, FoldBatchNorm.apply(loaded), words);
    } else {
      Safetensors.write(to, loaded.weights().tensors(), words);
    }
    System.out.println(experiment.name() + " -> " + to);
    return 0;
  }
}
