package dev.riffle.train.task;

import dev.riffle.graph.Tensor;
import dev.riffle.loader.Batch;
import dev.riffle.loss.Loss;
import java.util.List;
import java.util.Map;

/**
 * What a network is to learn.
 *
 * @param <T> what it is to answer of a picture
 */
public interface Lesson<T> {

  /** How wrong the network's outputs for a batch are. */
  Loss loss(List<Tensor> outputs, Batch<T> batch);

  /** The right answers of a batch, to be looked at later. */
  Map<String, Tensor> answers(Batch<T> batch);
}
