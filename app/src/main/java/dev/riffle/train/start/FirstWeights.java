package dev.riffle.train.start;

import dev.riffle.backbone.OneShot;
import dev.riffle.backbone.ShuffleNetV1;
import dev.riffle.backbone.ShuffleNetV2;
import dev.riffle.backbone.ShuffleNetV2Plus;
import dev.riffle.experiment.Experiment;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.head.DetectionHead;
import dev.riffle.neck.Fpn;
import dev.riffle.neck.Neck;
import dev.riffle.neck.Pan;
import dev.riffle.neck.Tan;
import dev.riffle.train.start.Scheme.Draw;
import dev.riffle.train.start.Scheme.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network's first numbers, drawn from a seed as those who published the network draw them. */
final class FirstWeights {
  private final Experiment experiment;
  private final ClassLayers classLayers;
  private final long seed;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private boolean isFirst = true;

  private FirstWeights(Experiment experiment, long seed) {
    this.experiment = experiment;
    this.classLayers = ClassLayers.of(experiment);
    this.seed = seed;
  }

  /** Numbers for the graph, which is the experiment's, perhaps with branches for training. */
  static Weights of(Experiment experiment, Graph graph, long seed) {
    FirstWeights first = new FirstWeights(experiment, seed);
    graph.nodes().forEach(first::draw);
    return new Weights(first.tensors);
  }

  private void draw(Node node) {
    if (node.parameters().isEmpty()) {
      return;
    }
    Scheme scheme = scheme(node);
    List<Parameter> parameters = node.op().parameters(node.inputs()); // named as the op does
    Parameter weight = parameters.get(0);
    boolean isLayer = weight.shape().size() > 1;
    int kernel = node.op() instanceof Op.Conv2d conv ? conv.kernel() : 0;
    Layer layer =
        isLayer ? new Layer(isFirst, weight.shape().get(0), weight.shape().get(1), kernel) : null;
    isFirst &= !isLayer;
    for (Parameter parameter : parameters) {
      String name = node.parameter(parameter.name());
      Draw draw =
          switch (parameter.name()) {
            case "embed" -> scheme.weight(layer);
            case "weight" -> isLayer ? scheme.weight(layer) : new Draw(Chance.CONSTANT, 1);
            case "bias" ->
                isLayer ? scheme.bias(layer) : new Draw(Chance.CONSTANT, scheme.normBias());
            case "running_mean" -> new Draw(Chance.CONSTANT, 0);
            case "running_var", "scale" -> new Draw(Chance.CONSTANT, 1);
            default -> throw new IllegalStateException("no rule for " + name);
          };
      float[] numbers = draw.chance().numbers(parameter.elements(), draw.size(), seed, name);
      tensors.put(name, new Tensor(numbers, parameter.dimensions()));
    }
  }

  private Scheme scheme(Node node) {
    String weight = node.parameter("weight");
    boolean isDetector = experiment.head() instanceof DetectionHead;
    if (!isDetector || weight.startsWith("backbone.")) {
      return isMegviis(isDetector) ? Scheme.MEGVII : Scheme.PYTORCH;
    }
    if (weight.startsWith("fpn.") || weight.startsWith("aux_fpn.")) {
      return neckScheme(node);
    }
    return classLayers.contain(weight) ? Scheme.CLASSES : Scheme.HEAD;
  }

  private Scheme neckScheme(Node node) {
    Neck neck = experiment.neck().orElseThrow();
    if (neck instanceof Pan || neck instanceof Fpn) {
      return Scheme.XAVIER;
    }
    if (!(neck instanceof Tan)) {
      return Scheme.PYTORCH;
    }
    if (node.name().endsWith(".in_proj")) {
      return Scheme.XAVIER;
    }
    boolean isConvolution = node.op() instanceof Op.Conv2d && !node.name().contains(".encoders.");
    return isConvolution ? Scheme.HEAD : Scheme.TRANSFORMER;
  }

  private boolean isMegviis(boolean isDetector) {
    return experiment.backbone() instanceof ShuffleNetV2 second
        ? isDetector || second.variant() == ShuffleNetV2.Variant.MEGVII
        : experiment.backbone() instanceof ShuffleNetV1
            || experiment.backbone() instanceof ShuffleNetV2Plus
            || experiment.backbone() instanceof OneShot;
  }
}
