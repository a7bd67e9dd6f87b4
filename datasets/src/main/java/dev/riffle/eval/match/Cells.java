package dev.riffle.eval.match;

import java.util.Arrays;

/**
 * Annotations or detections by category, inside that by image, inside that in the order they came.
 * A cell is what lies in one image and category.
 */
final class Cells {
  final int[] start; // [category + 1] where its entries begin
  final int[] index; // [entry] into the columns
  final int[] image; // [entry] rank of the image, ascending in a category

  private Cells(int[] start, int[] index, int[] image) {
    this.start = start;
    this.index = index;
    this.image = image;
  }

  /** How many entries a category has. */
  int size(int category) {
    return start[category + 1] - start[category];
  }

  /** Its entries, as indices into the columns. */
  int[] of(int category) {
    return Arrays.copyOfRange(index, start[category], start[category + 1]);
  }

  /**
   * Two stable counting sorts, by image and then by category.
   *
   * @param sequence indices into the columns in the order they came; null for all of them
   * @param images column
   * @param categories column
   * @param imageRank {@code [image]} −1 leaves its entries out
   * @param categoryRank {@code [category]} −1 leaves its entries out
   */
  static Cells of(
      int[] sequence,
      int[] images,
      int[] categories,
      int[] imageRank,
      int imageCount,
      int[] categoryRank,
      int categoryCount) {
    int size = sequence == null ? images.length : sequence.length;
    int[] at = new int[imageCount + 1];
    int[] start = new int[categoryCount + 1];
    int[] imageOf = new int[size]; // −1 leaves it out
    int[] categoryOf = new int[size];
    for (int i = 0; i < size; i++) {
      int entry = sequence == null ? i : sequence[i];
      int image = rank(imageRank, images[entry]);
      int category = rank(categoryRank, categories[entry]);
      imageOf[i] = image < 0 || category < 0 ? -1 : image;
      categoryOf[i] = category;
    }
    count(imageOf, at);
    int kept = at[imageCount];
    int[] byImage = new int[kept];
    int[] theirCategory = new int[kept];
    for (int i = 0; i < size; i++) {
      int image = imageOf[i];
      if (image >= 0) {
        int to = at[image]++;
        byImage[to] = sequence == null ? i : sequence[i];
        theirCategory[to] = categoryOf[i];
      }
    }
    count(theirCategory, start);
    return byCategory(start, at, byImage, theirCategory);
  }

  // ends[value + 1] = how many are value or less, so that ends[value] is where it begins.
  private static void count(int[] values, int[] ends) {
    for (int value : values) {
      if (value >= 0) {
        ends[value + 1]++;
      }
    }
    for (int value = 1; value < ends.length; value++) {
      ends[value] += ends[value - 1];
    }
  }

  // at[image] is where the image's entries end.
  private static Cells byCategory(int[] start, int[] at, int[] byImage, int[] category) {
    int[] to = start.clone();
    int[] index = new int[byImage.length];
    int[] image = new int[byImage.length];
    int rank = 0;
    for (int i = 0; i < byImage.length; i++) {
      while (at[rank] <= i) {
        rank++;
      }
      int place = to[category[i]]++;
      index[place] = byImage[i];
      image[place] = rank;
    }
    return new Cells(start, index, image);
  }

  private static int rank(int[] ranks, int of) {
    return of < 0 ? -1 : ranks[of];
  }
}
