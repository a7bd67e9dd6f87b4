package dev.riffle.decode;

import dev.riffle.box.Box;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.run.PlaneView;
import java.util.Arrays;
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
    within("classes", classes, 1, 100_000);
    within("regMax", regMax, 1, 1000);
    strides.forEach(stride -> within("strides", stride, 1, 100_000));
    if (strides.isEmpty()) {
      throw new IllegalArgumentException("strides: expected one for each level, found none");
    }
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + ": expected " + least + " to " + most + ", found " + value);
    }
  }

  /** Numbers at each place. */
  public int channels() {
    return firstBin(4);
  }

  /** Numbers of a distribution. */
  public int bins() {
    return regMax + 1;
  }

  /** The channel where a side's distribution begins: left, top, right, bottom. */
  public int firstBin(int side) {
    return classes + side * bins();
  }

  /** Where the places of a column or row lie, in pixels of the input. */
  public float centre(int index, int stride) {
    return (index + centreOffset) * stride;
  }

  /**
   * How far a box reaches, in strides.
   *
   * @param side left, top, right, bottom
   * @param place counted through the level's rows, by their pitch
   */
  public float distance(PlaneView level, int side, int place) {
    return expectation(level.data(), level.offsets(), firstBin(side), bins(), place);
  }

  /**
   * The box that a place gives, not clamped to the input.
   *
   * @param x where the place lies, in pixels of the input
   * @param y likewise
   * @param place counted through the level's rows, by their pitch
   */
  public Box box(PlaneView level, int stride, float x, float y, int place) {
    return new Box(
        x - distance(level, 0, place) * stride,
        y - distance(level, 1, place) * stride,
        x + distance(level, 2, place) * stride,
        y + distance(level, 3, place) * stride);
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
    Candidates candidates = new Candidates();
    decode(
        levels.stream().map(level -> PlaneView.of(level, picture)).toList(),
        input,
        threshold,
        candidates);
    return candidates;
  }

  /**
   * As {@link #decode(List, int, Shape, double)}, of one picture's maps, wherever they lie.
   *
   * @param into gets them behind those that it has
   */
  public void decode(List<PlaneView> levels, Shape input, double threshold, Candidates into) {
    if (levels.size() != strides.size()) {
      throw new IllegalArgumentException(
          "expected " + strides.size() + " levels, found " + levels.size());
    }
    for (int level = 0; level < levels.size(); level++) {
      decode(levels.get(level), strides.get(level), input, threshold, into);
    }
  }

  private void decode(PlaneView level, int stride, Shape input, double threshold, Candidates into) {
    if (level.channels() != channels()) {
      throw new IllegalArgumentException(
          "expected levels of " + channels() + " channels, found one of " + level.channels());
    }
    float tooLow = tooLow(threshold);
    float[] highest = new float[level.width()]; // logit of any class
    for (int row = 0; row < level.height(); row++) {
      highest(level, row, highest);
      for (int column = 0; column < highest.length; column++) {
        if (!(highest[column] < tooLow)) {
          decode(level, stride, row, column, input, threshold, into);
        }
      }
    }
  }

  // A sure sign of too low a score that needs no exponential; the score itself decides the rest.
  private static float tooLow(double threshold) {
    return (float) Math.log(threshold / (1 - threshold)) - 1e-3f;
  }

  // Class by class along the row, as the numbers lie.
  private void highest(PlaneView level, int row, float[] highest) {
    float[] data = level.data();
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < classes; c++) {
      int from = level.offsets()[c] + row * level.pitch();
      for (int column = 0; column < highest.length; column++) {
        highest[column] = Math.max(highest[column], data[from + column]);
      }
    }
  }

  private void decode(
      PlaneView level,
      int stride,
      int row,
      int column,
      Shape input,
      double threshold,
      Candidates into) {
    float least = (float) threshold;
    float tooLow = tooLow(threshold);
    int place = row * level.pitch() + column;
    Box box = null;
    for (int c = 0; c < classes; c++) {
      float logit = level.data()[level.offsets()[c] + place];
      if (logit < tooLow) {
        continue;
      }
      float score = (float) (1 / (1 + Math.exp(-logit)));
      if (!(score > least)) {
        continue;
      }
      if (box == null) {
        float x = centre(column, stride);
        float y = centre(row, stride);
        box = box(level, stride, x, y, place).clipped(input.width(), input.height());
      }
      into.add(box.left(), box.top(), box.right(), box.bottom(), c, score);
    }
  }

  /**
   * The mean of a distribution given by logits: {@code Σ k · softmax(logits)[k]}, k = 0 … bins − 1.
   *
   * @param starts bin k's logit is number {@code starts[first + k] + place}
   */
  static float expectation(float[] logits, int[] starts, int first, int bins, int place) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < bins; k++) {
      largest = Math.max(largest, logits[starts[first + k] + place]);
    }
    double sum = 0;
    double weighted = 0;
    for (int k = 0; k < bins; k++) {
      double weight = Math.exp(logits[starts[first + k] + place] - largest);
      sum += weight;
      weighted += k * weight;
    }
    return (float) (weighted / sum);
  }
}
