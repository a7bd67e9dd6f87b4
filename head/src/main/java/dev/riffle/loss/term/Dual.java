package dev.riffle.loss.term;

/**
 * A number that depends on the four sides of a box, with its slopes along them: what arithmetic
 * makes of such numbers has the right slopes by itself. Where two numbers compared are equal, each
 * counts by half; a number at its least moves freely.
 */
public record Dual(double value, double left, double top, double right, double bottom) {

  public static Dual of(double constant) {
    return new Dual(constant, 0, 0, 0, 0);
  }

  /** A side itself. */
  public static Dual side(int side, double value) {
    return new Dual(
        value, side == 0 ? 1 : 0, side == 1 ? 1 : 0, side == 2 ? 1 : 0, side == 3 ? 1 : 0);
  }

  /** Slope along a side: left, top, right, bottom. */
  public double slope(int side) {
    return switch (side) {
      case 0 -> left;
      case 1 -> top;
      case 2 -> right;
      default -> bottom;
    };
  }

  // a · this + b · other in all slopes
  private Dual sloped(double value, double a, Dual other, double b) {
    return new Dual(
        value,
        a * left + b * other.left,
        a * top + b * other.top,
        a * right + b * other.right,
        a * bottom + b * other.bottom);
  }

  public Dual plus(Dual other) {
    return sloped(value + other.value, 1, other, 1);
  }

  public Dual minus(Dual other) {
    return sloped(value - other.value, 1, other, -1);
  }

  public Dual times(Dual other) {
    return sloped(value * other.value, other.value, other, value);
  }

  public Dual times(double constant) {
    return times(of(constant));
  }

  public Dual over(Dual other) {
    double ratio = value / other.value;
    return sloped(ratio, 1 / other.value, other, -ratio / other.value);
  }

  public Dual squared() {
    return times(this);
  }

  /** The angle whose tangent is this over the other, 0 to a half turn; still where both are 0. */
  public Dual angle(Dual other) {
    double square = value * value + other.value * other.value;
    if (square == 0) {
      return of(0);
    }
    return sloped(Math.atan2(value, other.value), other.value / square, other, -value / square);
  }

  public Dual max(Dual other) {
    double share = value > other.value ? 1 : value < other.value ? 0 : 0.5;
    return sloped(Math.max(value, other.value), share, other, 1 - share);
  }

  public Dual min(Dual other) {
    double share = value < other.value ? 1 : value > other.value ? 0 : 0.5;
    return sloped(Math.min(value, other.value), share, other, 1 - share);
  }

  public Dual atLeast(double least) {
    return value < least ? of(least) : this;
  }
}
