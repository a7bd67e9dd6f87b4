package dev.riffle.gradient.planar;

/** One channel of a batch: where its values lie, and while slopes are planned, where those do. */
final class Plane {
  /** No place. */
  static final int NOWHERE = -1;

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
  Plane(Stack stack, int value, boolean learns) {
    this.stack = stack;
    this.value = value;
    this.learns = learns;
  }

  Stack stack() {
    return stack;
  }

  int value() {
    return value;
  }

  boolean learns() {
    return learns;
  }

  /** Where the slopes lie, {@link #NOWHERE} as long as nothing that reads the plane is planned. */
  int slope() {
    return slope;
  }

  void slopeAt(int place) {
    slope = place;
  }
}
