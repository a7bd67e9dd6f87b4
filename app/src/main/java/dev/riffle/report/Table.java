package dev.riffle.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of text in columns: the first column and every column of words to the left, numbers right.
 */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings. */
  public Table(String... headings) {
    row((Object[]) headings);
  }

  /** Adds a row; whole numbers are written with thousands' separators. */
  public Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(
          cell instanceof Long number
              ? String.format(Locale.ROOT, "%,d", number)
              : String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /** The rows, each ended by a line break. */
  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String pad = " ".repeat(widths[c] - row.get(c).length());
        line.append(c == 0 ? "" : "  ");
        line.append(isNumeric(c) ? pad + row.get(c) : row.get(c) + pad);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private boolean isNumeric(int column) {
    return column > 0
        && rows.stream().skip(1).allMatch(row -> row.get(column).matches("[-+0-9.,]*%?"));
  }
}
