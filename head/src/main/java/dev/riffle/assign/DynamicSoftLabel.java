package dev.riffle.assign;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.graph.Default;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * NanoDet-Plus's dynamic soft label assigner: an object is learned by the places that already come
 * nearest to finding it.
 *
 * <pre>
 * cost  = class loss where the class's score is to be the overlap − iouFactor · ln(overlap + 1e-7)
 * count = the largest overlaps added up, rounded down, 1 at least
 * </pre>
 *
 * Candidates are the places that lie in any object: each object has its count of the cheapest, be
 * they in it or in another. A place that several objects want is given to the object that it costs
 * least, whether that wants it or not.
 *
 * @param topk overlaps that are added up
 * @param iouFactor how much the overlap counts beside the class
 */
public record DynamicSoftLabel(@Default("13") int topk, @Default("3") double iouFactor)
    implements Assigner {
  private static final double LEAST_OVERLAP = 1e-7;

  public DynamicSoftLabel {
    if (topk < 1) {
      throw new IllegalArgumentException("topk: expected 1 or more, found " + topk);
    }
    if (!(iouFactor >= 0 && iouFactor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("iouFactor: expected 0 or more, found " + iouFactor);
    }
  }

  @Override
  public int[] objects(Places places, Truths truths, Predictions predictions) {
    List<Truth> objects = truths.objects();
    Least[] farthest = fresh(objects.size()); // overlaps, negated
    Least[] cheapest = fresh(objects.size());
    for (int place = 0; place < places.count(); place++) {
      if (isCandidate(places, place, objects)) {
        Box found = predictions.box(place);
        for (int i = 0; i < objects.size(); i++) {
          float overlap = found.intersectionOverUnion(objects.get(i).box());
          farthest[i].offer(-overlap, place);
          cheapest[i].offer(cost(predictions, place, objects.get(i), overlap), place);
        }
      }
    }
    int[] assigned = new int[places.count()];
    Arrays.fill(assigned, BACKGROUND);
    for (int i = 0; i < objects.size(); i++) {
      int count = Math.max((int) -farthest[i].sum(), 1);
      for (int rank = 0; rank < Math.min(count, cheapest[i].size()); rank++) {
        int place = cheapest[i].item(rank);
        assigned[place] = assigned[place] == BACKGROUND ? i : cheapest(predictions, place, objects);
      }
    }
    return assigned;
  }

  private Least[] fresh(int count) {
    return Stream.generate(() -> new Least(topk)).limit(count).toArray(Least[]::new);
  }

  private static boolean isCandidate(Places places, int place, List<Truth> objects) {
    for (int i = 0; i < objects.size(); i++) {
      if (places.depth(place, objects.get(i).box()) > 0) {
        return true;
      }
    }
    return false;
  }

  private double cost(Predictions predictions, int place, Truth object, float overlap) {
    return predictions.classLoss(place, object.category(), overlap)
        - iouFactor * Math.log(overlap + LEAST_OVERLAP);
  }

  // The object that costs least there, of equal ones the first.
  private int cheapest(Predictions predictions, int place, List<Truth> objects) {
    Box found = predictions.box(place);
    Least least = new Least(1);
    for (int i = 0; i < objects.size(); i++) {
      float overlap = found.intersectionOverUnion(objects.get(i).box());
      least.offer(cost(predictions, place, objects.get(i), overlap), i);
    }
    return least.item(0);
  }
}
