package dev.riffle.assign;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.graph.Default;
import java.util.Arrays;

/**
 * Adaptive training sample selection: around each place stands a square cell. Candidates for an
 * object are, of each level, the places nearest to its centre. Those learn it that lie in it and
 * whose cells overlap it by the candidates' mean and standard deviation (unbiased) or more; if
 * several objects claim a place, the one that its cell overlaps most gets it. A tiny object may get
 * none.
 *
 * @param topk candidates of each level
 * @param octaveBaseScale the side of a cell, in strides
 * @see <a href="https://arxiv.org/abs/1912.02424">Bridging the Gap Between Anchor-based and
 *     Anchor-free Detection</a>
 */
public record Atss(@Default("9") int topk, @Default("5") double octaveBaseScale)
    implements Assigner {
  private static final float LEAST_DEPTH = 0.01f; // pixels

  public Atss {
    if (topk < 1) {
      throw new IllegalArgumentException("topk: expected 1 or more, found " + topk);
    }
    if (!(octaveBaseScale > 0 && octaveBaseScale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "octaveBaseScale: expected more than 0, found " + octaveBaseScale);
    }
  }

  @Override
  public int[] objects(Places places, Truths truths, Predictions predictions) {
    int[] assigned = new int[places.count()];
    Arrays.fill(assigned, BACKGROUND);
    float[] best = new float[assigned.length]; // overlap with the object that has the place
    int levels = places.strides().size();
    int[] candidates = new int[topk * levels];
    float[] overlaps = new float[candidates.length];
    Least nearest = new Least(topk);
    for (int object = 0; object < truths.objects().size(); object++) {
      Box box = truths.objects().get(object).box();
      int count = 0;
      for (int level = 0; level < levels; level++) {
        nearest(places, level, box, nearest);
        for (int rank = 0; rank < nearest.size(); rank++) {
          candidates[count] = nearest.item(rank);
          overlaps[count++] = cell(places, level, nearest.item(rank)).intersectionOverUnion(box);
        }
      }
      double threshold = meanAndDeviation(overlaps, count);
      for (int i = 0; i < count; i++) {
        int place = candidates[i];
        boolean isBest = assigned[place] == BACKGROUND || overlaps[i] > best[place];
        if (overlaps[i] >= threshold && isBest && places.depth(place, box) > LEAST_DEPTH) {
          assigned[place] = object;
          best[place] = overlaps[i];
        }
      }
    }
    return assigned;
  }

  private static void nearest(Places places, int level, Box box, Least nearest) {
    double x = (box.left() + box.right()) / 2;
    double y = (box.top() + box.bottom()) / 2;
    nearest.clear();
    for (int place = places.begins()[level]; place < places.begins()[level + 1]; place++) {
      double dx = places.x()[place] - x;
      double dy = places.y()[place] - y;
      nearest.offer(dx * dx + dy * dy, place);
    }
  }

  private Box cell(Places places, int level, int place) {
    float half = (float) (places.strides().get(level) * octaveBaseScale / 2);
    float x = places.x()[place];
    float y = places.y()[place];
    return new Box(x - half, y - half, x + half, y + half);
  }

  private static double meanAndDeviation(float[] numbers, int count) {
    double mean = 0;
    for (int i = 0; i < count; i++) {
      mean += numbers[i];
    }
    mean /= count;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (numbers[i] - mean) * (numbers[i] - mean);
    }
    return mean + Math.sqrt(squares / Math.max(count - 1, 1));
  }
}
