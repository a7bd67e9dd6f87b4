package dev.riffle.check;

import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Grouping;
import dev.riffle.eval.AreaRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What there is in annotated pictures.
 *
 * @param boxes annotations that have one
 * @param outlines annotations that have one
 * @param skeletons annotations with keypoints
 * @param categories in the data set's order; annotations of unknown pictures or categories are not
 *     among theirs
 */
public record Summary(
    int images,
    int annotations,
    int boxes,
    int crowds,
    int outlines,
    int skeletons,
    List<CategoryCount> categories) {

  private static final int ANNOTATIONS = 0;
  private static final int IMAGES = 1;
  private static final int CROWDS = 2;
  private static final int SMALL = 3;
  private static final int COUNTS = 6;

  public Summary {
    categories = List.copyOf(categories);
  }

  /** Counts. */
  public static Summary of(Dataset dataset) {
    Annotations it = dataset.annotations();
    int[][] counts = new int[dataset.categories().size()][COUNTS];
    int[] lastImage = new int[counts.length];
    Arrays.fill(lastImage, -1);
    Grouping byImage = Grouping.byImage(dataset);
    for (int image = 0; image < dataset.images().size(); image++) {
      for (int k = byImage.begin(image); k < byImage.end(image); k++) {
        int i = byImage.at(k);
        int category = it.category()[i];
        if (category >= 0) {
          int[] count = counts[category];
          count[ANNOTATIONS]++;
          count[IMAGES] += lastImage[category] == image ? 0 : 1;
          lastImage[category] = image;
          count[it.crowds()[i] ? CROWDS : SMALL + size(it.areas()[i])]++;
        }
      }
    }
    List<CategoryCount> categories = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      int[] count = counts[i];
      categories.add(
          new CategoryCount(
              dataset.categories().get(i),
              count[IMAGES],
              count[ANNOTATIONS],
              count[CROWDS],
              count[SMALL],
              count[SMALL + 1],
              count[SMALL + 2]));
    }
    int crowds = 0;
    int outlines = 0;
    int skeletons = 0;
    for (int i = 0; i < it.size(); i++) {
      crowds += it.crowds()[i] ? 1 : 0;
      outlines += it.shapes().has(i) ? 1 : 0;
      skeletons += it.keypoints() != null && it.keypoints().points()[i] != null ? 1 : 0;
    }
    int boxes = it.boxes() == null ? 0 : it.size();
    return new Summary(
        dataset.images().size(), it.size(), boxes, crowds, outlines, skeletons, categories);
  }

  private static int size(double area) {
    return area < AreaRange.MEDIUM.low() ? 0 : area < AreaRange.LARGE.low() ? 1 : 2;
  }
}
