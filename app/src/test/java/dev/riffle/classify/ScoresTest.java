package dev.riffle.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {

  @Test
  void probabilitiesAreTheSoftmaxHoweverLargeTheLogits() {
    float ln3 = (float) Math.log(3);
    assertArrayEquals(new double[] {0.25, 0.75}, softmax(0, ln3), 1e-7);
    assertArrayEquals(new double[] {0.25, 0.75}, softmax(1000, 1000 + ln3), 1e-4);
    assertArrayEquals(new double[] {0, 1}, softmax(-3e38f, 3e38f));
    assertArrayEquals(new double[] {1}, softmax(-7));
  }

  private static double[] softmax(float... logits) {
    return Scores.ofLogits(logits).probabilities();
  }

  @Test
  void ofEqualsTheFirstIsBetter() {
    Scores scores = Scores.ofLogits(new float[] {1, 3, 2, 3});
    assertEquals(List.of(1, 3, 2, 0), scores.best(9));
    assertEquals(List.of(1, 3), scores.best(2));
    for (int place = 0; place < 4; place++) {
      assertEquals(place, scores.place(scores.best(4).get(place)));
    }
  }
}
