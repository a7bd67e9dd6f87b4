package dev.riffle.decode;

import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.List;

/**
 * Reads heads that give, at each place of each level, a logit a class and four distributions over 0
 * … regMax strides: how far it is to the left, top, right and bottom side.
 *
 * <pre>
 * score    = 1 / (1 + exp(−logit))
 * distance = stride · Σ k · softmax(distribution)[k]
 * box      = centre ∓ distances, clamped to the input;  centre = (place + centreOffset) · stride
 * </pre>
 *
 * @param classes classes told apart
 * @param regMax the last bin of a distribution
 * @param strides input pixels between two places of each level
 * @param centreOffset where in its cell a place lies: 0.5 in the middle, 0 at the corner
 * @see <a href="https://arxiv.org/abs/2006.04388">Generalized Focal Loss</a>
 */
public record DistanceDecoder(int classes, int regMax, List<Integer> strides, float centreOffset) {

  public DistanceDecoder {
    strides = List.copyOf(strides);
  }

  /** Numbers at each place. */
  public int channels() {
    return classes + 4 * (regMax + 1);
  }

  /**
   * Every box and class whose score lies above the threshold, level by level, place by place, class
   * by class.
   *
   * @param levels the head's outputs, {@code [N, channels, H, W]} each
   * @param picture which of the batch
   * @param input the size of the network's input
   * @param threshold the score that must be exceeded
   * @throws IllegalArgumentException if there is another number of levels or channels than this
   *     decoder reads
   */
  public Candidates decode(List<Tensor> levels, int picture, Shape input, double threshold) {
    if (levels.size() != strides.size()) {
      throw new IllegalArgumentException(
          "expected " + strides.size() + " levels, found " + levels.size());
    }
    Candidates candidates = new Candidates();
    for (int level = 0; level < levels.size(); level++) {
      decode(levels.get(level), strides.get(level), picture, input, threshold, candidates);
    }
    return candidates;
  }

  private void decode(
      Tensor level, int stride, int picture, Shape input, double threshold, Candidates into) {
    if (level.rank() != 4 || level.size(1) != channels()) {
      throw new IllegalArgumentException(
          "expected levels of [N, " + channels() + ", H, W], found " + level);
    }
    int width = level.size(3);
    int plane = level.size(2) * width;
    int start = picture * channels() * plane;
    float[] numbers = level.data(); // [picture][channel][y][x]
    float least = (float) threshold;
    // A sure sign of too low a score that needs no exponential; the score itself decides the rest.
    float tooLow = (float) Math.log(threshold / (1 - threshold)) - 1e-3f;
    float[] distances = new float[4]; // left top right bottom
    for (int place = 0; place < plane; place++) {
      boolean located = false;
      float x = (place % width + centreOffset) * stride;
      float y = (place / width + centreOffset) * stride;
      for (int c = 0; c < classes; c++) {
        float logit = numbers[start + c * plane + place];
        if (logit < tooLow) {
          continue;
        }
        float score = (float) (1 / (1 + Math.exp(-logit)));
        if (!(score > least)) {
          continue;
        }
        if (!located) {
          for (int side = 0; side < 4; side++) {
            int first = start + (classes + side * (regMax + 1)) * plane + place;
            distances[side] = expectation(numbers, first, plane, regMax) * stride;
          }
          located = true;
        }
        into.add(
            clamp(x - distances[0], input.width()),
            clamp(y - distances[1], input.height()),
            clamp(x + distances[2], input.width()),
            clamp(y + distances[3], input.height()),
            c,
            score);
      }
    }
  }

  /**
   * The mean of a distribution given by logits: {@code Σ k · softmax(logits)[k]}, k = 0 … last.
   *
   * @param first where the logits begin
   * @param step from one logit to the next
   */
  static float expectation(float[] logits, int first, int step, int last) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int k = 0; k <= last; k++) {
      largest = Math.max(largest, logits[first + k * step]);
    }
    double sum = 0;
    double weighted = 0;
    for (int k = 0; k <= last; k++) {
      double weight = Math.exp(logits[first + k * step] - largest);
      sum += weight;
      weighted += k * weight;
    }
    return (float) (weighted / sum);
  }

  private static float clamp(float value, int limit) {
    return Math.min(Math.max(value, 0), limit);
  }
}
