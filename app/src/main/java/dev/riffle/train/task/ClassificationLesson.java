package dev.riffle.train.task;

import dev.riffle.graph.Tensor;
import dev.riffle.loader.Batch;
import dev.riffle.loss.CrossEntropy;
import dev.riffle.loss.Loss;
import java.util.List;
import java.util.Map;

/** Telling classes apart. */
record ClassificationLesson(CrossEntropy loss) implements Lesson<Integer> {

  @Override
  public Loss loss(List<Tensor> outputs, Batch<Integer> batch) {
    return loss.of(outputs.get(0), batch.answers().stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public Map<String, Tensor> answers(Batch<Integer> batch) {
    float[] labels = new float[batch.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = batch.answers().get(i);
    }
    return Map.of("labels", new Tensor(labels, labels.length));
  }
}
