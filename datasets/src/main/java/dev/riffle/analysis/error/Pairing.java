package dev.riffle.analysis.error;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Pairs off detections and objects of one image after another, and counts. */
final class Pairing implements OneImage.Visitor {
  private static final Comparator<Pair> BEST_FIRST =
      Comparator.comparingDouble(Pair::overlap)
          .reversed()
          .thenComparing(Pair::agree, Comparator.reverseOrder())
          .thenComparingInt(Pair::detection)
          .thenComparingInt(Pair::truth);

  private final double least;
  private final double score;
  private final double[] scores;
  final int[][] counts; // [truth][detection], background last
  int leftOut;

  Pairing(int categories, double least, double score, double[] scores) {
    this.least = least;
    this.score = score;
    this.scores = scores;
    counts = new int[categories + 1][categories + 1];
  }

  // Detections are counted by descending score, truths by their place in the file.
  private record Pair(double overlap, boolean agree, int detection, int truth) {}

  @Override
  public void visit(OneImage image) {
    int believed = 0; // the first ones
    while (believed < image.detections().length && scores[image.detections()[believed]] >= score) {
      believed++;
    }
    List<Pair> pairs = new ArrayList<>();
    for (int d = 0; d < believed; d++) {
      for (int g = 0; g < image.truths().length; g++) {
        double overlap = image.overlap(d, g);
        if (!image.left()[g] && overlap >= least) {
          boolean agree = image.categories()[d] == image.truthCategories()[g];
          pairs.add(new Pair(overlap, agree, d, g));
        }
      }
    }
    pairs.sort(BEST_FIRST);
    boolean[] detected = new boolean[believed];
    boolean[] found = new boolean[image.truths().length];
    for (Pair pair : pairs) {
      if (!detected[pair.detection] && !found[pair.truth]) {
        detected[pair.detection] = true;
        found[pair.truth] = true;
        counts[image.truthCategories()[pair.truth]][image.categories()[pair.detection]]++;
      }
    }
    countLeftOver(image, detected, found);
  }

  private void countLeftOver(OneImage image, boolean[] detected, boolean[] found) {
    int background = counts.length - 1;
    for (int d = 0; d < detected.length; d++) {
      if (!detected[d] && onCrowd(image, d)) {
        leftOut++;
      } else if (!detected[d]) {
        counts[background][image.categories()[d]]++;
      }
    }
    for (int g = 0; g < found.length; g++) {
      if (!found[g] && !image.left()[g]) {
        counts[image.truthCategories()[g]][background]++;
      }
    }
  }

  private boolean onCrowd(OneImage image, int d) {
    for (int g = 0; g < image.truths().length; g++) {
      if (image.left()[g]
          && image.truthCategories()[g] == image.categories()[d]
          && image.overlap(d, g) >= least) {
        return true;
      }
    }
    return false;
  }
}
