package dev.riffle.coco.value;

import dev.riffle.dataset.IdIndex;
import dev.riffle.dataset.Ids;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import java.util.Arrays;

/** Ids as they are read: numbers, until a text comes. */
public final class IdColumn {
  private long[] numbers;
  private String[] texts; // null while all are numbers; in it null for a number

  /** Room for so many. */
  public IdColumn(int capacity) {
    numbers = new long[capacity];
  }

  /** Makes room for more. */
  public void grow(int capacity) {
    numbers = Arrays.copyOf(numbers, capacity);
    texts = texts == null ? null : Arrays.copyOf(texts, capacity);
  }

  /** Reads the id of a row. */
  public void read(JsonReader in, int row) throws JsonException {
    if (in.peek() == '"') {
      readText(in, row);
      return;
    }
    numbers[row] = in.whole();
    if (texts != null) {
      texts[row] = null;
    }
  }

  private void readText(JsonReader in, int row) throws JsonException {
    if (texts == null) {
      texts = new String[numbers.length];
    }
    texts[row] = in.text();
  }

  /** As people and messages write it. */
  public String text(int row) {
    return isText(row) ? '"' + texts[row] + '"' : Long.toString(numbers[row]);
  }

  private boolean isText(int row) {
    return texts != null && texts[row] != null;
  }

  /** Where a row's id stands in another list; −1 if it does not. */
  public int place(int row, IdIndex index) {
    return isText(row) ? index.place(texts[row]) : index.place(numbers[row]);
  }

  /** Takes over the first rows of another, from a row on. */
  public void append(IdColumn other, int at, int count) {
    System.arraycopy(other.numbers, 0, numbers, at, count);
    if (other.texts != null) {
      if (texts == null) {
        texts = new String[numbers.length];
      }
      System.arraycopy(other.texts, 0, texts, at, count);
    }
  }

  /**
   * The ids of one kind.
   *
   * @throws CocoFormatException if some are numbers and some texts
   */
  public Ids ids(String where, int size) throws CocoFormatException {
    for (int i = 1; i < size; i++) {
      if (isText(i) != isText(0)) {
        throw new CocoFormatException(
            where
                + "["
                + i
                + "].id: expected a "
                + (isText(0) ? "text" : "number")
                + " like the ids before it, found "
                + text(i));
      }
    }
    return size > 0 && isText(0)
        ? Ids.of(Arrays.copyOf(texts, size))
        : Ids.of(Arrays.copyOf(numbers, size));
  }
}
