package dev.riffle.loss.term;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FocalTest {

  private static StateDict ops() throws IOException {
    return StateDict.read(Shared.path("fixtures/nanodet_ops/ops.safetensors"));
  }

  @Test
  void qualityFocalIsTheOriginals() throws IOException {
    StateDict ops = ops();
    double[] logits = ops.get("qfl.logits").toDoubles(); // [40][6]
    long[] labels = ops.get("qfl.label").toLongs(); // 6: no class
    double[] quality = ops.get("qfl.quality").toDoubles();
    double[] weights = ops.get("qfl.weight").toDoubles();
    double[] slopes = ops.get("qfl.grad").toDoubles();
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      int row = i / 6;
      double target = i % 6 == labels[row] ? quality[row] : 0;
      sum += weights[row] / 11 * QualityFocal.loss(logits[i], target);
      double slope = weights[row] / 11 * QualityFocal.slope(logits[i], target);
      assertEquals(slopes[i], slope, 1e-12);
    }
    assertEquals(ops.get("qfl.value_avg11").toDoubles()[0], sum, 1e-10);
  }

  /** Beyond the table's ends too, on its knots and between them. */
  @Test
  void scoresToBeNoughtAreAsTheFormulasHaveThem() {
    float[] logits = new float[8000];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (i - 4000) / 192f;
    }
    logits[0] = -100;
    logits[1] = 100;
    float[] slopes = new float[logits.length];
    double[] losses = new double[logits.length + 1];
    QualityFocal.nowhere(logits, 0, logits.length, slopes, losses, 1);
    for (int i = 0; i < logits.length; i++) {
      double loss = QualityFocal.loss(logits[i], 0);
      double slope = QualityFocal.slope(logits[i], 0);
      assertEquals(loss, losses[1 + i], 2e-8 * loss, "loss at " + logits[i]);
      assertEquals(slope, slopes[i], 1e-6 * slope + Float.MIN_NORMAL, "slope at " + logits[i]);
    }
    assertEquals(0, losses[0]);
    assertEquals(100, losses[2], 1e-9); // by hand: all entropy, σ = 1
    assertEquals(1, slopes[1], 1e-9);
  }

  @Test
  void onePlaneOfManyIsAddedUp() {
    float[] logits = {9, 9, 0, 1, 9};
    float[] slopes = new float[5];
    double[] losses = {5, 6, 7, 8};
    QualityFocal.nowhere(logits, 2, 2, slopes, losses, 1);
    assertEquals(6 + Math.log(2) / 4, losses[1], 1e-9); // ln(1 + e⁰) · 0.5²
    assertEquals(7 + QualityFocal.loss(1, 0), losses[2], 1e-8);
    assertEquals(5, losses[0]);
    assertEquals(8, losses[3]);
    // 0.5³ + 2 · ln 2 · 0.5 · 0.25
    assertEquals(0.125 + Math.log(2) / 4, slopes[2], 1e-7);
    assertEquals(0, slopes[1]);
    assertEquals(0, slopes[4]);
  }

  @Test
  void whatIsNoNumberStaysNone() {
    float[] slopes = new float[1];
    double[] losses = new double[1];
    QualityFocal.nowhere(new float[] {Float.NaN}, 0, 1, slopes, losses, 0);
    assertEquals(Double.NaN, losses[0]);
    assertEquals(Float.NaN, slopes[0]);
  }

  @Test
  void distributionFocalIsTheOriginals() throws IOException {
    StateDict ops = ops();
    double[] logits = ops.get("dfl.logits").toDoubles(); // [40][8]
    double[] targets = ops.get("dfl.target").toDoubles();
    double[] weights = ops.get("dfl.weight").toDoubles();
    double[] slopes = ops.get("dfl.grad").toDoubles();
    float[] rounded = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      rounded[i] = (float) logits[i];
    }
    Softmax softmax = new Softmax(8);
    double sum = 0;
    for (int row = 0; row < targets.length; row++) {
      double scale = 0.25 / 13.2 * weights[row];
      softmax.read(rounded, 8 * row, 1);
      sum += scale * DistributionFocal.loss(softmax, targets[row]);
      for (int bin = 0; bin < 8; bin++) {
        double slope = scale * DistributionFocal.slope(softmax, bin, targets[row]);
        assertEquals(slopes[8 * row + bin], slope, 1e-8, row + " " + bin);
      }
    }
    assertEquals(ops.get("dfl.value_weight0.25_avg13.2").toDoubles()[0], sum, 1e-7);
  }

  @Test
  void distancesStayWithinWhatBinsCanTell() {
    assertEquals(0, DistributionFocal.learnable(-3, 7));
    assertEquals(2.5, DistributionFocal.learnable(2.5, 7));
    assertEquals(6.9, DistributionFocal.learnable(7, 7));
  }

  @Test
  void largeLogitsDoNotOverflow() {
    Softmax softmax = new Softmax(3);
    softmax.read(new float[] {7, 1000, 7, 7, 1000 - 1, 7, 7, -1e30f}, 1, 3);
    assertEquals(1 / (1 + Math.exp(-1)), softmax.share(0), 1e-15);
    assertEquals(Math.exp(-1) / (1 + Math.exp(-1)), softmax.share(1), 1e-15);
    assertEquals(0, softmax.share(2));
    assertEquals(Math.log(softmax.share(0)), softmax.log(0), 1e-15);
  }
}
