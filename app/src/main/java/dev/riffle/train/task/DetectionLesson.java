package dev.riffle.train.task;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.head.DetectionHead;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.Batch;
import dev.riffle.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finding objects, as a head learns it. */
record DetectionLesson(DetectionHead head) implements Lesson<Truths> {

  @Override
  public Loss loss(List<Tensor> outputs, Batch<Truths> batch) {
    Shape input = new Shape(Preprocess.CHANNELS, batch.height(), batch.width());
    return head.loss(outputs, batch.answers(), input);
  }

  /** A row an object or ignored region: sample, left, top, right, bottom, class or −1. */
  @Override
  public Map<String, Tensor> answers(Batch<Truths> batch) {
    List<float[]> rows = new ArrayList<>();
    for (int sample = 0; sample < batch.size(); sample++) {
      for (Truths.Truth truth : batch.answers().get(sample).objects()) {
        rows.add(row(sample, truth.box(), truth.category()));
      }
      for (Box ignored : batch.answers().get(sample).ignored()) {
        rows.add(row(sample, ignored, -1));
      }
    }
    float[] numbers = new float[6 * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, numbers, 6 * i, 6);
    }
    return Map.of("truths", new Tensor(numbers, rows.size(), 6));
  }

  private static float[] row(int sample, Box box, int category) {
    return new float[] {sample, box.left(), box.top(), box.right(), box.bottom(), category};
  }
}
