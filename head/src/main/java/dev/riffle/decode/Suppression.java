package dev.riffle.decode;

import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps the best of boxes of one class that overlap: class-wise non-maximum suppression, greedy in
 * descending order of scores, equal scores in the order in which they came.
 *
 * <p>Bit for bit as the original does it: boxes are moved apart by {@code class · (largest
 * coordinate + 1)} before their overlap is taken in float32, which is then compared with the
 * threshold in double.
 *
 * @param threshold the overlap (intersection over union) above which the lesser box goes
 * @param most how many to keep in all
 */
public record Suppression(double threshold, int most) {

  public Suppression {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("overlap: expected 0 to 1, found " + threshold);
    }
    if (most < 1) {
      throw new IllegalArgumentException("most: expected 1 or more, found " + most);
    }
  }

  /** The survivors, best first, in the candidates' own coordinates. */
  public List<Detection> apply(Candidates candidates) {
    Box[] apart = movedApart(candidates);
    int[] kept = new int[Math.min(most, apart.length)];
    int count = 0;
    for (int i : byScore(candidates)) {
      if (count == kept.length) {
        break;
      }
      boolean isCovered = false;
      for (int k = 0; k < count && !isCovered; k++) {
        isCovered =
            candidates.classIndex(kept[k]) == candidates.classIndex(i)
                && apart[kept[k]].intersectionOverUnion(apart[i]) > threshold;
      }
      if (!isCovered) {
        kept[count++] = i;
      }
    }
    return Arrays.stream(kept, 0, count)
        .mapToObj(
            i -> new Detection(candidates.box(i), candidates.classIndex(i), candidates.score(i)))
        .toList();
  }

  private static int[] byScore(Candidates candidates) {
    return IntStream.range(0, candidates.size())
        .boxed()
        .sorted((a, b) -> Float.compare(candidates.score(b), candidates.score(a)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Box[] movedApart(Candidates candidates) {
    Box[] boxes = new Box[candidates.size()];
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = candidates.box(i);
      float right = Math.max(boxes[i].left(), boxes[i].right());
      largest = Math.max(largest, Math.max(right, Math.max(boxes[i].top(), boxes[i].bottom())));
    }
    for (int i = 0; i < boxes.length; i++) {
      float by = candidates.classIndex(i) * (largest + 1);
      Box box = boxes[i];
      boxes[i] = new Box(box.left() + by, box.top() + by, box.right() + by, box.bottom() + by);
    }
    return boxes;
  }
}
