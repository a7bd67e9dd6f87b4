package dev.riffle.cli.exchange;

import dev.riffle.cli.option.ModelOptions;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.experiment.Description;
import dev.riffle.experiment.Experiment;
import dev.riffle.graph.Model;
import dev.riffle.head.DetectionHead;
import dev.riffle.onnx.Decoding;
import dev.riffle.onnx.Onnx;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.nd4j.samediff.SameDiffModel;
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
    description =
        "Write a model as ONNX, with what its input and outputs are, as a SameDiff of ND4J, or as"
            + " safetensors.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  riffle export --model nanodet-m_320 --weights nanodet_m.ckpt --to nanodet-m.onnx")
public final class ExportCommand implements Callable<Integer> {
  private static final String ONNX = ".onnx";
  private static final String SAME_DIFF = ".fb";
  private static final String DECODED =
      "scores: a probability a place and class; boxes: left, top, right, bottom of each place's box"
          + " in the input's pixels; boxes of a class that overlap are still to be suppressed";

  @Mixin private ModelOptions model;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write: .onnx (the network, BatchNorms folded, batches of any size), .fb"
              + " (the network for ND4J's SameDiff.load, ready to be trained on) or .safetensors"
              + " (its weights).")
  private Path to;

  @Option(
      names = "--decoded",
      description =
          "To .onnx: scores [N, places, classes] and boxes [N, places, 4] in the input's pixels come"
              + " out, not a detector's maps; suppression is still to be done.")
  private boolean decoded;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    boolean onnx = to.toString().endsWith(ONNX);
    boolean sameDiff = to.toString().endsWith(SAME_DIFF);
    if (!onnx && !sameDiff && !Target.isSafetensors(to)) {
      throw new ParameterException(
          spec.commandLine(), "--to: expected a name in .onnx, .fb or .safetensors, found " + to);
    }
    Experiment experiment = model.experiment();
    if (decoded && !(onnx && experiment.head() instanceof DetectionHead)) {
      throw new ParameterException(
          spec.commandLine(), "--decoded: expected a detector and --to a name in .onnx");
    }
    Target.check(to, model.weights());
    Model loaded = model.loadUnfolded(experiment);
    Map<String, String> words = Description.of(experiment);
    if (decoded) {
      words.put("outputs", DECODED);
      Onnx.write(to, FoldBatchNorm.apply(loaded), decoding(experiment), words);
    } else if (onnx) {
      Onnx.write(to, FoldBatchNorm.apply(loaded), words);
    } else if (sameDiff) {
      SameDiffModel.write(to, loaded);
    } else {
      Safetensors.write(to, loaded.weights().tensors(), words);
    }
    System.out.println(experiment.name() + " -> " + to);
    return 0;
  }

  private static Decoding decoding(Experiment experiment) {
    DistanceDecoder decoder = ((DetectionHead) experiment.head()).decoder();
    return new Decoding(
        decoder.classes(), decoder.regMax() + 1, decoder.strides(), decoder.centreOffset());
  }
}
