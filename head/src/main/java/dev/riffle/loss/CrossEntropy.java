package dev.riffle.loss;

import dev.riffle.graph.Default;
import dev.riffle.graph.Tensor;
import dev.riffle.loss.term.Softmax;
import java.util.List;
import java.util.Map;

/**
 * What a classifier learns by, the mean over a batch:
 *
 * <pre>
 * crossEntropy = −Σ target · log softmax(logits);  slope = (softmax(logits) − target) / N
 * target       = labelSmoothing / classes, and 1 − labelSmoothing more at the label
 * </pre>
 *
 * @param labelSmoothing the part of certainty that all classes share evenly, 0 to 1
 */
public record CrossEntropy(@Default("0") double labelSmoothing) {

  public CrossEntropy {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing: expected 0 to 1, found " + labelSmoothing);
    }
  }

  /**
   * How wrong a batch is: the term {@code crossEntropy}.
   *
   * @param logits {@code [N, classes]} or {@code [N, classes, 1, 1]}
   * @param labels the right class of each picture
   * @throws IllegalArgumentException if these do not fit each other
   */
  public Loss of(Tensor logits, int[] labels) {
    check(logits, labels);
    int classes = logits.size(1);
    float[] numbers = logits.data();
    float[] slopes = new float[numbers.length];
    double spread = labelSmoothing / classes;
    Softmax softmax = new Softmax(classes);
    double sum = 0;
    for (int picture = 0; picture < labels.length; picture++) {
      int from = picture * classes;
      softmax.read(numbers, from, 1);
      for (int c = 0; c < classes; c++) {
        double target = c == labels[picture] ? 1 - labelSmoothing + spread : spread;
        sum -= target * softmax.log(c);
        slopes[from + c] = (float) ((softmax.share(c) - target) / labels.length);
      }
    }
    Tensor slope = new Tensor(slopes, logits.shape());
    return new Loss(Map.of("crossEntropy", sum / labels.length), List.of(slope));
  }

  private static void check(Tensor logits, int[] labels) {
    int pictures = labels.length;
    boolean isVector =
        logits.rank() == 2 || logits.rank() == 4 && logits.size(2) == 1 && logits.size(3) == 1;
    if (!isVector || logits.size(0) != pictures || pictures == 0) {
      throw new IllegalArgumentException(
          "expected logits [N, classes] with a label each, found "
              + logits
              + " with "
              + pictures
              + " labels");
    }
    for (int picture = 0; picture < pictures; picture++) {
      if (labels[picture] < 0 || labels[picture] >= logits.size(1)) {
        throw new IllegalArgumentException(
            "labels["
                + picture
                + "]: expected a class from 0 to "
                + (logits.size(1) - 1)
                + ", found "
                + labels[picture]);
      }
    }
  }
}
