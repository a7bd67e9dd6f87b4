package dev.riffle.analysis.compare;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Settings;
import dev.riffle.eval.match.Outcomes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The outcomes of all detections, laid out so that they can be accumulated again and again, each
 * time with other images counted so and so often. Many threads may read it.
 *
 * @param blocks of combinations of threshold and area range
 */
record Replay(Settings settings, List<Block> blocks) {

  /**
   * Some combinations.
   *
   * @param outcomes for what combination each bit stands
   */
  record Block(Outcomes outcomes, List<Ranked> categories) {}

  /**
   * One category. Detections that count for nothing, and those below the last right one, are left
   * out.
   *
   * @param image {@code [rank]} index into the data set's pictures
   * @param right {@code [rank]} combinations in which it is right
   * @param wrong {@code [rank]} combinations in which it is wrong
   * @param areas {@code [rank]} area ranges in all of whose combinations it is wrong, one bit each;
   *     0 where right or wrong depends on the threshold
   * @param limit {@code [rank]} index of the least limit that lets it pass
   * @param found how many of the ranks are right in any combination
   * @param truthImage {@code [truth]}
   * @param truthAreas {@code [truth]} area ranges in which it is to be found, one bit each
   */
  record Ranked(
      int[] image,
      long[] right,
      long[] wrong,
      long[] areas,
      int[] limit,
      int found,
      int[] truthImage,
      long[] truthAreas) {}

  static Replay of(Dataset dataset, Results results, Settings settings) {
    List<Block> blocks = new ArrayList<>();
    for (Outcomes outcomes : Outcomes.of(dataset, results, settings)) {
      List<Ranked> categories = new ArrayList<>();
      for (Outcomes.OfCategory its : outcomes.categories()) {
        categories.add(ranked(dataset, results, settings, outcomes, its));
      }
      blocks.add(new Block(outcomes, categories));
    }
    return new Replay(settings, blocks);
  }

  private static Ranked ranked(
      Dataset dataset,
      Results results,
      Settings settings,
      Outcomes outcomes,
      Outcomes.OfCategory its) {
    int size = its.detections().length;
    while (size > 0 && its.right()[size - 1] == 0) {
      size--;
    }
    int[] image = new int[size];
    long[] right = new long[size];
    long[] wrong = new long[size];
    long[] areas = new long[size];
    int[] limit = new int[size];
    int count = 0;
    int found = 0;
    for (int rank = 0; rank < size; rank++) {
      if ((its.right()[rank] | its.wrong()[rank]) != 0) {
        image[count] = results.image()[its.detections()[rank]];
        right[count] = its.right()[rank];
        wrong[count] = its.wrong()[rank];
        areas[count] = right[count] == 0 ? wholeAreas(outcomes, wrong[count]) : 0;
        while (its.rankInImage()[rank] >= settings.maxDetections()[limit[count]]) {
          limit[count]++;
        }
        found += right[count++] != 0 ? 1 : 0;
      }
    }
    int[] truthImage = new int[its.truths().length];
    for (int i = 0; i < truthImage.length; i++) {
      truthImage[i] = dataset.annotations().image()[its.truths()[i]];
    }
    return new Ranked(
        Arrays.copyOf(image, count),
        Arrays.copyOf(right, count),
        Arrays.copyOf(wrong, count),
        Arrays.copyOf(areas, count),
        Arrays.copyOf(limit, count),
        found,
        truthImage,
        its.toFind());
  }

  private static long wholeAreas(Outcomes outcomes, long wrong) {
    long all = -1L >>> (64 - outcomes.thresholds());
    long areas = 0;
    for (int a = 0; a < outcomes.areas(); a++) {
      long its = wrong >>> (a * outcomes.thresholds()) & all;
      if (its == all) {
        areas |= 1L << a;
      } else if (its != 0) {
        return 0;
      }
    }
    return areas;
  }
}
