package dev.riffle.dataset;

import dev.riffle.box.Categories;
import java.util.HashMap;
import java.util.Map;

/** Where ids stand. */
public final class IdIndex {
  private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio

  private final Ids ids;
  private final int[] table; // place + 1, or 0; where a number's slot is taken, the next one is its
  private final int shift;
  private final Map<String, Integer> texts;

  /** An index; of an id that occurs more than once it knows the first place. */
  public IdIndex(Ids ids) {
    this.ids = ids;
    int bits = 33 - Integer.numberOfLeadingZeros(Math.max(ids.size(), 2)); // at most half full
    this.shift = 64 - bits;
    this.table = new int[ids.areNumbers() ? 1 << bits : 0];
    this.texts = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      if (!ids.areNumbers()) {
        texts.putIfAbsent(ids.text(i), i);
      } else {
        int slot = slot(ids.number(i));
        if (table[slot] == 0) {
          table[slot] = i + 1;
        }
      }
    }
  }

  /** An index of categories' ids. */
  public static IdIndex of(Categories categories) {
    long[] ids = new long[categories.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = categories.get(i).id();
    }
    return new IdIndex(Ids.of(ids));
  }

  private int slot(long id) {
    int slot = (int) (id * SPREAD >>> shift);
    while (table[slot] != 0 && ids.number(table[slot] - 1) != id) {
      slot = slot + 1 & table.length - 1;
    }
    return slot;
  }

  /** The place of a number, −1 if it is not among the ids. */
  public int place(long id) {
    return table.length == 0 ? -1 : table[slot(id)] - 1;
  }

  /** Where the id of a place of its own stands first. */
  public int first(int place) {
    return ids.areNumbers() ? place(ids.number(place)) : place(ids.text(place));
  }

  /** The place of a text, −1 if it is not among the ids. */
  public int place(String id) {
    return texts.getOrDefault(id, -1);
  }
}
