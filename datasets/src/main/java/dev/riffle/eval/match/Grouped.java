package dev.riffle.eval.match;

import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.IdIndex;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Keypoints;
import dev.riffle.dataset.Results;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Annotations and detections side by side, category by category and image by image. */
final class Grouped {
  final Dataset dataset;
  final Results results;
  final Settings settings;
  final int[] axis; // [k] index into the data set's categories; {−1} where all are one
  final Cells truths;
  final Cells detections;
  final boolean[] ignored; // [annotation] whatever its area
  final int zero; // the annotation whose matches do not count, −1 if there is none

  Grouped(Dataset dataset, Results results, Settings settings) {
    this.dataset = dataset;
    this.results = results;
    this.settings = settings;
    Annotations annotations = dataset.annotations();
    int[] imageRank = imageRanks(dataset.images().ids(), settings.images());
    int images = 0;
    for (int rank : imageRank) {
      images = Math.max(images, rank + 1);
    }
    int[] listed = listedCategories();
    int[] categoryRank = new int[dataset.categories().size()];
    Arrays.fill(categoryRank, -1);
    for (int k = 0; k < listed.length; k++) {
      categoryRank[listed[k]] = settings.useCategories() ? k : 0;
    }
    axis = settings.useCategories() ? listed : new int[] {-1};
    ignored = ignored(annotations);
    int[] last = lastOfSameId(annotations.ids());
    zero = settings.strictIds() ? zero(annotations.ids()) : -1;
    int[] truthSequence =
        last == null ? null : standIns(last, annotations, imageRank, categoryRank);
    truths =
        Cells.of(
            concatenated(truthSequence, annotations.category(), listed),
            annotations.image(),
            annotations.category(),
            imageRank,
            images,
            categoryRank,
            axis.length);
    detections =
        Cells.of(
            concatenated(null, results.category(), listed),
            results.image(),
            results.category(),
            imageRank,
            images,
            categoryRank,
            axis.length);
  }

  // Ascending and distinct; as given where all count as one.
  private int[] listedCategories() {
    int[] given = settings.categories();
    int size = dataset.categories().size();
    boolean[] listed = listed("settings.categories", given, size);
    if (!settings.useCategories() && given != null) {
      return given;
    }
    int[] ascending = new int[size];
    int count = 0;
    for (int k = 0; k < size; k++) {
      if (listed[k]) {
        long id = dataset.categories().get(k).id();
        int at = count++;
        while (at > 0 && dataset.categories().get(ascending[at - 1]).id() > id) {
          ascending[at] = ascending[at - 1];
          at--;
        }
        ascending[at] = k;
      }
    }
    return Arrays.copyOf(ascending, count);
  }

  // Null lists all.
  private static boolean[] listed(String name, int[] given, int size) {
    boolean[] listed = new boolean[size];
    Arrays.fill(listed, given == null);
    for (int i = 0; given != null && i < given.length; i++) {
      if (given[i] < 0 || given[i] >= size) {
        throw new IllegalArgumentException(
            name + ": expected indices below " + size + ", found " + given[i]);
      }
      listed[given[i]] = true;
    }
    return listed;
  }

  /** The place of each image among the listed ones in ascending order of ids; −1 if unlisted. */
  private static int[] imageRanks(Ids ids, int[] given) {
    int size = ids.size();
    boolean[] listed = listed("settings.images", given, size);
    int[] ascending = ids.areNumbers() ? ascending(ids) : ids.ascending();
    int[] ranks = new int[size];
    int next = 0;
    for (int i = 0; i < size; i++) {
      int image = ascending == null ? i : ascending[i];
      ranks[image] = listed[image] ? next++ : -1;
    }
    return ranks;
  }

  // Null if they are in order.
  private static int[] ascending(Ids ids) {
    long[] sorted = new long[ids.size()];
    boolean inOrder = true;
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = ids.number(i);
      inOrder &= i == 0 || sorted[i - 1] < sorted[i];
    }
    if (inOrder) {
      return null;
    }
    Arrays.sort(sorted);
    int[] ascending = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      ascending[Arrays.binarySearch(sorted, ids.number(i))] = i;
    }
    return ascending;
  }

  private boolean[] ignored(Annotations annotations) {
    Keypoints keypoints = annotations.keypoints();
    if (settings.iouType() != IouType.KEYPOINTS || keypoints == null) {
      return annotations.crowds();
    }
    boolean[] ignored = annotations.crowds().clone();
    for (int i = 0; i < ignored.length; i++) {
      ignored[i] |= keypoints.labelled()[i] == 0;
    }
    return ignored;
  }

  /** The area ranges in which an annotation is to be found, one bit each. */
  long toFind(int truth, Lanes lanes) {
    return ignored[truth] ? 0 : lanes.areasHolding(dataset.annotations().areas()[truth]);
  }

  private static int zero(Ids ids) {
    for (int i = ids.size() - 1; ids.areNumbers() && i >= 0; i--) {
      if (ids.number(i) == 0) {
        return i;
      }
    }
    return -1;
  }

  /** For each annotation the last one of its id; null if ids are distinct. */
  private static int[] lastOfSameId(Ids ids) {
    int size = ids.size();
    IdIndex index = new IdIndex(ids);
    int[] first = new int[size];
    int[] last = new int[size]; // [place of an id's first annotation]
    boolean repeated = false;
    for (int i = 0; i < size; i++) {
      first[i] = index.first(i);
      last[first[i]] = i;
      repeated |= first[i] != i;
    }
    return repeated ? Arrays.stream(first).map(place -> last[place]).toArray() : null;
  }

  // In pycocotools the last annotation of an id stands in for every one of that id: it comes where
  // the other would have come, but counts for its own image and category.
  private int[] standIns(int[] last, Annotations annotations, int[] imageRank, int[] categoryRank) {
    int[] image = annotations.image();
    int[] category = annotations.category();
    List<Integer> kept =
        IntStream.range(0, last.length)
            .filter(i -> image[i] >= 0 && imageRank[image[i]] >= 0)
            .filter(
                i ->
                    !settings.useCategories() || category[i] >= 0 && categoryRank[category[i]] >= 0)
            .boxed()
            .sorted(Comparator.comparingInt(i -> imageRank[image[i]]))
            .toList();
    return kept.stream().mapToInt(i -> last[i]).toArray();
  }

  /** Where all categories are one: the entries category by category as listed. Else unchanged. */
  private int[] concatenated(int[] sequence, int[] category, int[] listed) {
    if (settings.useCategories()) {
      return sequence;
    }
    int size = sequence == null ? category.length : sequence.length;
    int[] start = new int[dataset.categories().size() + 1];
    for (int i = 0; i < size; i++) {
      int entry = sequence == null ? i : sequence[i];
      start[category[entry] + 1]++; // −1 comes to lie before all others
    }
    for (int k = 1; k < start.length; k++) {
      start[k] += start[k - 1];
    }
    int[] end = new int[start.length];
    System.arraycopy(start, 0, end, 1, start.length - 1);
    int[] grouped = new int[size];
    for (int i = 0; i < size; i++) {
      int entry = sequence == null ? i : sequence[i];
      grouped[end[category[entry] + 1]++] = entry;
    }
    int total = 0;
    for (int k : listed) {
      total += start[k + 1] - start[k];
    }
    int[] concatenated = new int[total];
    int at = 0;
    for (int k : listed) {
      int count = start[k + 1] - start[k];
      System.arraycopy(grouped, start[k], concatenated, at, count);
      at += count;
    }
    return concatenated;
  }
}
