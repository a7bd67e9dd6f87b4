package dev.riffle.loss;

import dev.riffle.assign.Atss;
import dev.riffle.box.Truths;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Default;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.List;

/**
 * What NanoDet before Plus learns by. A picture in which no place learns an object counts as if one
 * did. If that is so of the whole batch, it teaches nothing: all terms are 0.
 */
public record AtssLoss(@Default("{}") Atss assigner, @Default("{}") LossWeights weights)
    implements DetectionLoss {

  @Override
  public Loss of(DistanceDecoder decoder, List<Tensor> outputs, List<Truths> truths, Shape input) {
    return new Recipe(assigner, weights, 1, 0).of(decoder, outputs, truths, input);
  }
}
