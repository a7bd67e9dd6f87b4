package dev.riffle.loss;

import dev.riffle.assign.Atss;
import dev.riffle.box.Truths;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Default;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.List;

/** What NanoDet before Plus learns by. */
public record AtssLoss(@Default("{}") Atss assigner, @Default("{}") LossWeights weights)
    implements DetectionLoss {

  @Override
  public Loss of(DistanceDecoder decoder, List<Tensor> outputs, List<Truths> truths, Shape input) {
    throw new UnsupportedOperationException();
  }
}
