package dev.riffle.gradient.planar.place;

import java.util.Arrays;
import java.util.stream.Stream;

/** One channel of a batch: where its values lie, and as soon as that is planned, its slopes. */
public final class Plane {
  /** No place. */
  public static final int NOWHERE = -1;

  private final Stack stack;
  private final int value;
  private final boolean learns;
  private int slope = NOWHERE;

  /**
   * A plane whose slopes nobody has needed yet.
   *
   * @param value its first place
   * @param learns whether anything that it comes from learns, so that its slopes are wanted
   */
  public Plane(Stack stack, int value, boolean learns) {
    this.stack = stack;
    this.value = value;
    this.learns = learns;
  }

  /** How the channel lies; its slopes lie alike. */
  public Stack stack() {
    return stack;
  }

  /** The first place of the values. */
  public int value() {
    return value;
  }

  /** Whether its slopes are wanted. */
  public boolean learns() {
    return learns;
  }

  /**
   * The first place of the slopes; {@link #NOWHERE} as long as nothing that reads the plane is
   * planned.
   */
  public int slope() {
    return slope;
  }

  /** Says where the slopes lie. */
  public void slopeAt(int place) {
    slope = place;
  }

  /** First places of values, by channel. */
  public static int[] values(Plane[] planes) {
    return Arrays.stream(planes).mapToInt(Plane::value).toArray();
  }

  /** First places of slopes, by channel. */
  public static int[] slopes(Plane[] planes) {
    return Arrays.stream(planes).mapToInt(Plane::slope).toArray();
  }

  /** Whether slopes of any of them are wanted. */
  public static boolean anyLearns(Plane[] planes) {
    return Stream.of(planes).anyMatch(Plane::learns);
  }
}
