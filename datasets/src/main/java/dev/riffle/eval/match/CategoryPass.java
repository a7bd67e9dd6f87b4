package dev.riffle.eval.match;

import dev.riffle.eval.numpy.ScoreOrder;
import dev.riffle.eval.overlap.Overlaps;
import java.util.Arrays;

/**
 * Ranks and matches the detections of one category after another. Buffers are kept: one thread at a
 * time.
 */
final class CategoryPass {
  private static final int[] NONE = {};

  private final Grouped grouped;
  private final Overlaps overlaps;
  private final ScoreOrder order = new ScoreOrder();
  private final CellMatch match;
  private final int most;
  private final double[] areas;
  private final double[] scores;

  int size; // detections of the category
  int largestCell; // most detections of it in one image
  int[] detection = NONE; // [rank] index into the results
  int[] rankInCell = NONE; // [rank] how many of the same image rank before it
  long[] areasHolding = {}; // [rank] one bit for each area range of the lanes
  private double[] area = {}; // [rank]
  int[] positives; // [area] annotations that are to be found
  private int[] cell = NONE; // [place in file order] its cell
  private int[] cellStart = {0}; // [cell] its first place; one more for the end
  private int[] cellImage = NONE; // [cell]
  private int[] filled = NONE; // [cell] detections so far
  private int[] ranks = NONE; // [place] ranks of the cell's detections
  private int cells;
  private int category;

  CategoryPass(Grouped grouped, Overlaps overlaps) {
    this.grouped = grouped;
    this.overlaps = overlaps;
    most = grouped.settings.most();
    areas = grouped.results.areas();
    scores = grouped.results.scores();
    match = new CellMatch(grouped, overlaps);
  }

  /** Ranks the detections of a category by score, in itself and in each cell. */
  void rank(int k) {
    category = k;
    Cells entries = grouped.detections;
    int first = entries.start[k];
    size = entries.size(k);
    if (detection.length < size) {
      detection = new int[size];
      rankInCell = new int[size];
      areasHolding = new long[size];
      area = new double[size];
      cell = new int[size];
      cellStart = new int[size + 1];
      cellImage = new int[size];
      filled = new int[size];
      ranks = new int[size];
      match.reserve(size);
    }
    findCells(entries.image, first);
    Arrays.fill(filled, 0, cells, 0);
    int[] places = order.sort(scores, entries.index, first, size);
    largestCell = 0;
    for (int rank = 0; rank < size; rank++) {
      int place = places[rank];
      int its = cell[place];
      int before = filled[its]++;
      ranks[cellStart[its] + before] = rank;
      rankInCell[rank] = before;
      detection[rank] = entries.index[first + place];
      largestCell = Math.max(largestCell, before + 1);
    }
  }

  /** The ranks that the greatest limit lets pass. */
  int[] passing() {
    int[] passing = new int[size];
    int count = 0;
    for (int rank = 0; rank < size; rank++) {
      if (rankInCell[rank] < most) {
        passing[count++] = rank;
      }
    }
    return Arrays.copyOf(passing, count);
  }

  private void findCells(int[] image, int first) {
    cells = 0;
    int last = -1;
    for (int place = 0; place < size; place++) {
      int its = image[first + place];
      if (its != last) {
        cellStart[cells] = place;
        cellImage[cells++] = its;
        last = its;
      }
      cell[place] = cells - 1;
    }
    cellStart[cells] = size;
  }

  /** Matches the ranked detections in all lanes. */
  CellMatch match(Lanes lanes) {
    for (int rank = 0; rank < size; rank++) {
      area[rank] = areas[detection[rank]];
    }
    // Apart from the above, so that waiting for memory and for branches do not add up.
    for (int rank = 0; rank < size; rank++) {
      areasHolding[rank] = lanes.areasHolding(area[rank]);
    }
    countPositives(lanes);
    match.begin(lanes, size);
    Cells truths = grouped.truths;
    int truth = truths.start[category];
    int end = truths.start[category + 1];
    for (int c = 0; c < cells; c++) {
      while (truth < end && truths.image[truth] < cellImage[c]) {
        truth++;
      }
      int from = truth;
      while (truth < end && truths.image[truth] == cellImage[c]) {
        truth++;
      }
      if (truth > from) {
        int count = Math.min(cellStart[c + 1] - cellStart[c], most);
        match.cell(detection, ranks, cellStart[c], count, from, truth - from);
      }
    }
    return match;
  }

  private void countPositives(Lanes lanes) {
    positives = new int[lanes.areas];
    for (int i = grouped.truths.start[category]; i < grouped.truths.start[category + 1]; i++) {
      long holding = grouped.toFind(grouped.truths.index[i], lanes);
      for (int a = 0; a < lanes.areas; a++) {
        positives[a] += (int) (holding >>> a & 1);
      }
    }
  }
}
