package dev.riffle.mask;

/**
 * A mask made ready for comparing it with many others: where its runs end, how large it is, and the
 * box around it.
 *
 * @param ends where each run of the mask ends, counted column by column; ones lie from an even
 *     entry to the odd one behind it
 * @param gaps whether a run behind the first is of length 0
 * @param area pixels of the mask
 * @param left first column with a pixel of the mask; the box is all 0 where there is none
 * @param top first row
 * @param right behind the last column
 * @param bottom behind the last row
 */
public record Spans(
    int height,
    int width,
    int[] ends,
    boolean gaps,
    int area,
    int left,
    int top,
    int right,
    int bottom) {

  /** Of a mask. */
  public static Spans of(Rle mask) {
    int height = mask.height();
    int[] runs = mask.runs();
    int[] ends = new int[runs.length];
    boolean gaps = false;
    int area = 0;
    int left = 0;
    int top = height;
    int right = 0;
    int bottom = 0;
    int end = 0;
    // The place `end` as a column and a row in it. In a picture of no rows nothing is ever below.
    int rows = Math.max(1, height);
    int x = 0;
    int y = 0;
    for (int i = 0; i < runs.length; i++) {
      int zeros = runs[i];
      gaps |= zeros == 0 && i > 0;
      end += zeros;
      ends[i] = end;
      y += zeros;
      if (y >= rows) {
        // Most often into the next column, without a division.
        y -= rows;
        x++;
        if (y >= rows) {
          x += y / rows;
          y %= rows;
        }
      }
      if (++i == runs.length) {
        break;
      }
      int ones = runs[i];
      if (ones == 0) {
        gaps = true;
        ends[i] = end;
        continue;
      }
      left = area == 0 ? x : left;
      top = Math.min(top, y);
      area += ones;
      end += ones;
      ends[i] = end;
      y += ones;
      if (y > rows) {
        // Through several columns; y is to be behind the last of the ones, not in the next column.
        top = 0;
        bottom = rows;
        x += (y - 1) / rows;
        y = (y - 1) % rows + 1;
      }
      right = x + 1;
      bottom = Math.max(bottom, y);
    }
    return area == 0
        ? new Spans(height, mask.width(), ends, gaps, 0, 0, 0, 0, 0)
        : new Spans(height, mask.width(), ends, gaps, area, left, top, right, bottom);
  }

  /** The smallest box around the mask: x, y, width, height; all 0 for a mask without pixels. */
  public double[] box() {
    return new double[] {left, top, right - left, bottom - top};
  }
}
