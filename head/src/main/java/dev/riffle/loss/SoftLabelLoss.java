package dev.riffle.loss;

import dev.riffle.assign.DynamicSoftLabel;
import dev.riffle.box.Truths;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Default;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.List;

/**
 * What NanoDet-Plus learns by. The sum of confidences counts as 1 at least. A batch without objects
 * teaches that there are none.
 */
public record SoftLabelLoss(
    @Default("{}") DynamicSoftLabel assigner, @Default("{}") LossWeights weights)
    implements DetectionLoss {

  @Override
  public Loss of(DistanceDecoder decoder, List<Tensor> outputs, List<Truths> truths, Shape input) {
    return new Recipe(assigner, weights, 0, 1).of(decoder, outputs, truths, input);
  }
}
