package dev.riffle.dataset.format;

import dev.riffle.dataset.Ids;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Ids of pictures that no file numbers, as in VOC and YOLO: if all their names, without folder and
 * extension, are digits and no two the same number ({@code 000000000139.jpg}), then these numbers;
 * if not, 1, 2, 3 … in their order.
 */
public final class FileIds {
  private static final int MOST_DIGITS = 18; // of a long

  private FileIds() {}

  public static Ids of(String[] fileNames) {
    long[] ids = new long[fileNames.length];
    Set<Long> taken = new HashSet<>();
    for (int i = 0; i < ids.length; i++) {
      String stem = stem(fileNames[i]);
      boolean isNumber = !stem.isEmpty() && stem.length() <= MOST_DIGITS;
      for (int k = 0; k < stem.length(); k++) {
        isNumber &= stem.charAt(k) >= '0' && stem.charAt(k) <= '9';
      }
      ids[i] = isNumber ? Long.parseLong(stem) : -1;
      if (!isNumber || !taken.add(ids[i])) {
        Arrays.setAll(ids, place -> place + 1);
        break;
      }
    }
    return Ids.of(ids);
  }

  /** A file's name without its folders and without what follows the last dot. */
  public static String stem(String fileName) {
    String name = fileName.substring(fileName.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
