package dev.riffle.dataset;

import java.util.Arrays;
import java.util.Comparator;

/** What a file calls its pictures or annotations: whole numbers or texts, one kind throughout. */
public final class Ids {
  private final long[] numbers; // null if they are texts
  private final String[] texts; // null if they are numbers

  private Ids(long[] numbers, String[] texts) {
    this.numbers = numbers;
    this.texts = texts;
  }

  /** Ids that are numbers; the array is not copied. */
  public static Ids of(long... numbers) {
    return new Ids(numbers, null);
  }

  /** Ids that are texts; the array is not copied. */
  public static Ids of(String... texts) {
    return new Ids(null, texts);
  }

  public int size() {
    return numbers != null ? numbers.length : texts.length;
  }

  public boolean areNumbers() {
    return numbers != null;
  }

  /**
   * The number at a place.
   *
   * @throws IllegalStateException if the ids are texts
   */
  public long number(int index) {
    if (numbers == null) {
      throw new IllegalStateException("the ids are texts, found \"" + texts[index] + '"');
    }
    return numbers[index];
  }

  /** Those at some places, in the order of these. */
  public Ids at(int... places) {
    return numbers != null
        ? of(Arrays.stream(places).mapToLong(place -> numbers[place]).toArray())
        : of(Arrays.stream(places).mapToObj(place -> texts[place]).toArray(String[]::new));
  }

  /** As people and messages write it. */
  public String text(int index) {
    return numbers != null ? Long.toString(numbers[index]) : texts[index];
  }

  /** The order of two of them: numbers by value, texts by code point. */
  public int compare(int a, int b) {
    return numbers != null ? Long.compare(numbers[a], numbers[b]) : byCodePoint(texts[a], texts[b]);
  }

  // String.compareTo goes by char, which puts characters beyond U+FFFF too early.
  private static int byCodePoint(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }

  /** Their places in ascending order of the ids; equal ids in the order of their places. */
  public int[] ascending() {
    Integer[] places = new Integer[size()];
    Arrays.setAll(places, i -> i);
    Comparator<Integer> byId = this::compare;
    Arrays.sort(places, byId);
    return Arrays.stream(places).mapToInt(Integer::intValue).toArray();
  }
}
