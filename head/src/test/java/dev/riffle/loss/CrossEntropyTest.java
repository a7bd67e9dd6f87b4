package dev.riffle.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.graph.Tensor;
import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {

  /** Two pictures, three classes: shares 1/2, 1/4, 1/4 and 1/10, 8/10, 1/10. */
  private static Tensor logits(int... shape) {
    float two = (float) Math.log(2);
    float eight = (float) Math.log(8);
    return new Tensor(new float[] {two, 0, 0, -5, -5 + eight, -5}, shape);
  }

  @Test
  void lossAndSlopesByHand() {
    for (Tensor logits : new Tensor[] {logits(2, 3), logits(2, 3, 1, 1)}) {
      Loss loss = new CrossEntropy(0).of(logits, new int[] {1, 1});
      double expected = (Math.log(4) + Math.log(10 / 8.0)) / 2;
      assertEquals(expected, loss.terms().get("crossEntropy"), 1e-7);
      assertEquals(expected, loss.total(), 1e-7);
      Tensor slopes = loss.slopes().get(0);
      assertArrayEquals(logits.shape(), slopes.shape());
      float[] byHand = {0.25f, -0.375f, 0.125f, 0.05f, -0.1f, 0.05f};
      assertArrayEquals(byHand, slopes.data(), 1e-7f);
    }
  }

  /** Smoothing 0.3 over three classes: targets 0.8, 0.1, 0.1. */
  @Test
  void smoothedLabelsByHand() {
    Tensor one = new Tensor(new float[] {(float) Math.log(2), 0, 0}, 1, 3);
    Loss loss = new CrossEntropy(0.3).of(one, new int[] {0});
    assertEquals(0.8 * Math.log(2) + 0.2 * Math.log(4), loss.total(), 1e-7);
    float[] byHand = {-0.3f, 0.15f, 0.15f};
    assertArrayEquals(byHand, loss.slopes().get(0).data(), 1e-7f);
  }

  @Test
  void slopesAreWhatASmallStepChanges() {
    CrossEntropy smoothed = new CrossEntropy(0.1);
    int[] labels = {2, 0};
    float[] slopes = smoothed.of(logits(2, 3), labels).slopes().get(0).data();
    for (int i = 0; i < slopes.length; i++) {
      Tensor more = logits(2, 3);
      more.data()[i] += 0x1p-8f;
      Tensor less = logits(2, 3);
      less.data()[i] -= 0x1p-8f;
      double step = (double) more.data()[i] - less.data()[i];
      double change = smoothed.of(more, labels).total() - smoothed.of(less, labels).total();
      assertEquals(change / step, slopes[i], 1e-5);
    }
  }

  /** PyTorch's mean cross entropy in float64. */
  @Test
  void theLossIsPyTorchs() throws IOException {
    StateDict step =
        StateDict.read(Shared.path("fixtures/training/step1_gradients_f64.safetensors"));
    StateDict initial = StateDict.read(Shared.path("fixtures/training/initial.safetensors"));
    int[] labels =
        Arrays.stream(initial.get("labels").toLongs()).mapToInt(Math::toIntExact).toArray();
    Loss loss = new CrossEntropy(0).of(step.get("logits").toTensor(), labels);
    assertEquals(step.get("loss").toDoubles()[0], loss.total(), 1e-6);
    // The last layer's bias slopes by the sum over the batch.
    double[] bias = step.get("grad.fc.bias").toDoubles();
    float[] slopes = loss.slopes().get(0).data();
    for (int c = 0; c < bias.length; c++) {
      double sum = 0;
      for (int picture = 0; picture < labels.length; picture++) {
        sum += slopes[picture * bias.length + c];
      }
      assertEquals(bias[c], sum, 1e-6);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    CrossEntropy plain = new CrossEntropy(0);
    Map<Runnable, String> refused =
        Map.of(
            () -> new CrossEntropy(1.5), "labelSmoothing: expected 0 to 1, found 1.5",
            () -> plain.of(logits(2, 3), new int[] {0, 3}),
                "labels[1]: expected a class from 0 to 2, found 3",
            () -> plain.of(logits(2, 3), new int[] {0}),
                "expected logits [N, classes] with a label each, found float32[2, 3] with 1 labels",
            () -> plain.of(logits(1, 3, 2, 1), new int[] {0}),
                "expected logits [N, classes] with a label each, found float32[1, 3, 2, 1] with 1"
                    + " labels");
    refused.forEach(
        (call, message) ->
            assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage()));
  }
}
