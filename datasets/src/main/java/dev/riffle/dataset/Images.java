package dev.riffle.dataset;

/**
 * Pictures in columns, in the order of their file.
 *
 * @param ids distinct
 * @param fileNames below the folder of pictures; null where the file names none
 * @param widths in pixels, 0 where unknown
 * @param heights in pixels, 0 where unknown
 */
public record Images(Ids ids, String[] fileNames, int[] widths, int[] heights) {

  public int size() {
    return ids.size();
  }
}
