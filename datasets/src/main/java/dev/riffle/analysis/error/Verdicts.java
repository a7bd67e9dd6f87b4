package dev.riffle.analysis.error;

import dev.riffle.analysis.error.ErrorBreakdown.Kind;
import dev.riffle.eval.match.Matching;
import dev.riffle.eval.numpy.ScoreOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Tells of every detection what is wrong with it, and AP where some of it is mended. */
final class Verdicts implements OneImage.Visitor {
  private static final int POINTS = 101;

  private final double foreground;
  private final double background;
  private final double[] scores;
  private final int categories;
  private int size; // verdicts so far
  private final double[] score; // [verdict]
  private int[] category; // [verdict]
  private Kind[] kind; // [verdict] null where it is right
  private int[] mended; // [verdict] category it is right in once mended, −1 where removed
  private final int[] positives; // [category] objects
  private final int[] unfound; // [category]
  private final int[] missed; // [category] of the unfound, those that no detection could be

  Verdicts(Matching chosen, double foreground, double background, double[] scores) {
    this.foreground = foreground;
    this.background = background;
    this.scores = scores;
    categories = chosen.categories().size();
    int most = 0;
    positives = new int[categories];
    for (int k = 0; k < categories; k++) {
      most += chosen.categories().get(k).detections().length;
      positives[k] = chosen.categories().get(k).positives();
    }
    score = new double[most];
    category = new int[most];
    kind = new Kind[most];
    mended = new int[most];
    unfound = new int[categories];
    missed = new int[categories];
  }

  @Override
  public void visit(OneImage image) {
    int truths = image.truths().length;
    boolean[] used = new boolean[truths];
    boolean[] right = match(image, used);
    int[] best = new int[truths]; // verdict + 1 that would find it
    for (int d = 0; d < right.length; d++) {
      if (right[d]) {
        add(image, d, null);
      } else if (!onCrowd(image, d)) {
        judge(image, d, used, best);
      }
    }
    for (int g = 0; g < truths; g++) {
      int k = image.truthCategories()[g];
      if (best[g] > 0) {
        mended[best[g] - 1] = k;
      }
      if (!used[g] && !image.left()[g]) {
        unfound[k]++;
        missed[k] += best[g] > 0 ? 0 : 1;
      }
    }
  }

  // By descending score, each with the free object of its category that it overlaps most.
  private boolean[] match(OneImage image, boolean[] used) {
    boolean[] right = new boolean[image.detections().length];
    for (int d = 0; d < right.length; d++) {
      int best = -1;
      for (int g = 0; g < used.length; g++) {
        if (!used[g]
            && !image.left()[g]
            && image.truthCategories()[g] == image.categories()[d]
            && image.overlap(d, g) >= foreground
            && (best < 0 || image.overlap(d, g) > image.overlap(d, best))) {
          best = g;
        }
      }
      if (best >= 0) {
        right[d] = true;
        used[best] = true;
      }
    }
    return right;
  }

  private boolean onCrowd(OneImage image, int d) {
    for (int g = 0; g < image.truths().length; g++) {
      if (image.left()[g]
          && image.truthCategories()[g] == image.categories()[d]
          && image.overlap(d, g) > foreground) {
        return true;
      }
    }
    return false;
  }

  private void judge(OneImage image, int d, boolean[] used, int[] best) {
    int same = -1; // the object of its category that it overlaps most
    int other = -1; // likewise of other categories
    boolean taken = false; // overlaps one of its category that is found already
    for (int g = 0; g < used.length; g++) {
      if (image.left()[g]) {
        continue;
      }
      double overlap = image.overlap(d, g);
      if (image.truthCategories()[g] == image.categories()[d]) {
        same = same < 0 || overlap > image.overlap(d, same) ? g : same;
        taken |= used[g] && overlap >= foreground;
      } else {
        other = other < 0 || overlap > image.overlap(d, other) ? g : other;
      }
    }
    double place = same < 0 ? 0 : image.overlap(d, same);
    double elsewhere = other < 0 ? 0 : image.overlap(d, other);
    if (place >= background && place <= foreground) {
      add(image, d, Kind.LOCALIZATION);
      propose(same, used, best);
    } else if (elsewhere >= foreground) {
      add(image, d, Kind.CLASSIFICATION);
      propose(other, used, best);
    } else if (taken) {
      add(image, d, Kind.DUPLICATE);
    } else {
      boolean nothing = Math.max(place, elsewhere) <= background;
      add(image, d, nothing ? Kind.BACKGROUND : Kind.BOTH);
    }
  }

  // An object is found by the first that could, which is the one of the highest score.
  private void propose(int truth, boolean[] used, int[] best) {
    if (!used[truth] && best[truth] == 0) {
      best[truth] = size;
    }
  }

  private void add(OneImage image, int d, Kind what) {
    score[size] = scores[image.detections()[d]];
    category[size] = image.categories()[d];
    kind[size] = what;
    mended[size++] = -1;
  }

  /** To be called once after all images: of equal scores the earlier image comes first. */
  void rank() {
    int[] all = IntStream.range(0, size).toArray();
    int[] order = new ScoreOrder().sort(score, all, 0, size);
    int[] itsCategory = new int[size];
    int[] itsMended = new int[size];
    Kind[] itsKind = new Kind[size];
    for (int rank = 0; rank < size; rank++) {
      itsCategory[rank] = category[order[rank]];
      itsMended[rank] = mended[order[rank]];
      itsKind[rank] = kind[order[rank]];
    }
    category = itsCategory;
    mended = itsMended;
    kind = itsKind;
  }

  int count(Kind of) {
    int count = 0;
    switch (of) {
      case MISSED -> count = Arrays.stream(missed).sum();
      case FALSE_NEGATIVE -> count = Arrays.stream(unfound).sum();
      default -> {
        for (int i = 0; i < size; i++) {
          count += kind[i] == of || of == Kind.FALSE_POSITIVE && kind[i] != null ? 1 : 0;
        }
      }
    }
    return count;
  }

  /**
   * The mean over the categories that have objects or detections; −1 if none has.
   *
   * @param repaired the kind of error that is mended; null for none
   */
  double ap(Kind repaired) {
    boolean[][] right = new boolean[categories][];
    int[] sizes = new int[categories];
    for (int pass = 0; pass < 2; pass++) { // count, then fill
      for (int k = 0; pass == 1 && k < categories; k++) {
        right[k] = new boolean[sizes[k]];
        sizes[k] = 0;
      }
      for (int i = 0; i < size; i++) {
        boolean mend = kind[i] != null && kind[i] == repaired;
        int k = mend ? mended[i] : category[i];
        if (k < 0 || repaired == Kind.FALSE_POSITIVE && kind[i] != null) {
          continue;
        }
        if (pass == 1) {
          right[k][sizes[k]] = mend || kind[i] == null;
        }
        sizes[k]++;
      }
    }
    boolean[] detected = new boolean[categories];
    for (int i = 0; i < size; i++) {
      // False positives are not mended away but ranked last: their category still counts.
      detected[category[i]] |= repaired == Kind.FALSE_POSITIVE;
    }
    double sum = 0;
    int present = 0;
    for (int k = 0; k < categories; k++) {
      int toFind = positives[k];
      toFind -= repaired == Kind.MISSED ? missed[k] : 0;
      toFind -= repaired == Kind.FALSE_NEGATIVE ? unfound[k] : 0;
      if (toFind > 0 || sizes[k] > 0 || detected[k]) {
        sum += toFind == 0 ? 0 : ap(right[k], toFind);
        present++;
      }
    }
    return present == 0 ? -1 : sum / present;
  }

  // The mean over r = 0, 0.01 … 1 of the greatest precision at a recall of at least r.
  private static double ap(boolean[] right, int positives) {
    double[] envelope = new double[right.length];
    int[] found = new int[right.length];
    int total = 0;
    for (int i = 0; i < right.length; i++) {
      total += right[i] ? 1 : 0;
      found[i] = total;
      envelope[i] = (double) total / (i + 1);
    }
    for (int i = right.length - 2; i >= 0; i--) {
      envelope[i] = Math.max(envelope[i], envelope[i + 1]);
    }
    double sum = 0;
    int at = 0;
    for (int r = 0; r < POINTS; r++) {
      while (at < right.length && (double) found[at] / positives < r / 100.0) {
        at++;
      }
      sum += at < right.length ? envelope[at] : 0;
    }
    return sum / POINTS;
  }
}
