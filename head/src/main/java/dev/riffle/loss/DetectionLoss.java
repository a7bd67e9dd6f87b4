package dev.riffle.loss;

import dev.riffle.box.Truths;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.List;

/** What a detection head is to become better at. */
public sealed interface DetectionLoss permits AtssLoss, SoftLabelLoss {

  /**
   * How wrong a batch is: the terms {@code qfl}, {@code box} and {@code dfl}, and those of an
   * auxiliary branch behind {@code aux_}.
   *
   * @param decoder what the outputs mean
   * @param outputs {@code [N, C, H, W]} of each level, finest first; of an auxiliary branch as many
   *     again behind them
   * @param truths what each picture of the batch shows
   * @param input the size of the network's input
   * @throws IllegalArgumentException if the outputs are of other shapes or numbers than the decoder
   *     and the input lead to expect, or a class is none of the decoder's
   */
  Loss of(DistanceDecoder decoder, List<Tensor> outputs, List<Truths> truths, Shape input);
}
