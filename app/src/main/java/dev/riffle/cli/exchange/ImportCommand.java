package dev.riffle.cli.exchange;

import dev.riffle.cli.option.ModelOptions;
import dev.riffle.experiment.Description;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.WeightFile;
import dev.riffle.graph.Model;
import dev.riffle.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle import}: the weights of other programs. */
@Command(
    name = "import",
    description = "Turn a file of another program into a model's weights, if it fits the model.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  riffle import --model nanodet-m_320 --weights nanodet_m.onnx --to nanodet-m.safetensors",
      "  riffle import --model nanodet-plus-m_320 --weights nanodet-plus-m.param --to"
          + " plus.safetensors",
      "  riffle import --model mine.json --from shufflenetv1-1.0x-g3 --weights v1.pth --to"
          + " mine.safetensors"
    })
public final class ImportCommand implements Callable<Integer> {

  @Mixin private ModelOptions model;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "The .safetensors file to write.")
  private Path to;

  @Option(
      names = "--from",
      paramLabel = "NAME_OR_CONFIG",
      description =
          "What the weights are of, where it has the model's channels in another order, as the"
              + " variants of ShuffleNet do; refused where that is not exact.")
  private String origin;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!Target.isSafetensors(to)) {
      throw new ParameterException(
          spec.commandLine(), "--to: expected a name in .safetensors, found " + to);
    }
    Path from =
        model
            .weights()
            .orElseThrow(
                () -> new ParameterException(spec.commandLine(), "--weights: expected a file"));
    Experiment experiment = model.experiment();
    Target.check(to, model.weights());
    Model loaded =
        origin == null
            ? model.loadUnfolded(experiment)
            : WeightFile.reordered(from, model.experiment(origin), experiment);
    Safetensors.write(to, loaded.weights().tensors(), Description.of(experiment));
    System.out.println(
        from
            + ": all "
            + loaded.weights().names().size()
            + " arrays of "
            + experiment.name()
            + " -> "
            + to);
    return 0;
  }
}
