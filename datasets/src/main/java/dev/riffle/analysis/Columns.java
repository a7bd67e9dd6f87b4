package dev.riffle.analysis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Text in columns of equal width, words to the left and numbers to the right. */
public final class Columns {
  private static final String NOTHING = "–";
  private final List<String[]> rows = new ArrayList<>();
  private final int words;

  /**
   * Begins with a head.
   *
   * @param words how many of the first columns hold words
   */
  public Columns(int words, String... head) {
    this.words = words;
    rows.add(head);
  }

  public void row(String... cells) {
    rows.add(cells);
  }

  /** All rows, lines ended. */
  public String text() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String blanks = " ".repeat(widths[i] - width(row[i]));
        line.append(i == 0 ? "" : "  ");
        line.append(i < words ? row[i] + blanks : blanks + row[i]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  /** A figure of 0 to 1 with three decimals; a dash for −1, which stands for none. */
  public static String figure(double value) {
    return value == -1 ? NOTHING : number(value, 3);
  }

  /** A number; a dash where it is not one. */
  public static String number(double value, int decimals) {
    if (Double.isNaN(value)) {
      return NOTHING;
    }
    return Double.isInfinite(value)
        ? Double.toString(value)
        : new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }
}
