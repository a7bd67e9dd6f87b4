package dev.riffle.graph;

/**
 * An element-wise function: in floats, as networks run, and in doubles with its slope, as they
 * learn. At a kink the slope is that of the flatter side.
 */
public enum Activation {
  IDENTITY {
    @Override
    public float apply(float x) {
      return x;
    }

    @Override
    public double value(double x) {
      return x;
    }

    @Override
    public double slope(double x) {
      return 1;
    }
  },
  RELU {
    @Override
    public float apply(float x) {
      return Math.max(x, 0);
    }

    @Override
    public double value(double x) {
      return Math.max(x, 0);
    }

    @Override
    public double slope(double x) {
      return x > 0 ? 1 : 0;
    }
  },
  RELU6 {
    @Override
    public float apply(float x) {
      return Math.min(Math.max(x, 0), 6);
    }

    @Override
    public double value(double x) {
      return Math.min(Math.max(x, 0), 6);
    }

    @Override
    public double slope(double x) {
      return x > 0 && x < 6 ? 1 : 0;
    }
  },
  /** Slope {@link #LEAKY_SLOPE} below zero, as NanoDet has it. */
  LEAKY_RELU {
    @Override
    public float apply(float x) {
      return x < 0 ? x * LEAKY_SLOPE : x;
    }

    @Override
    public double value(double x) {
      return x < 0 ? x * LEAKY_SLOPE : x;
    }

    @Override
    public double slope(double x) {
      return x > 0 ? 1 : LEAKY_SLOPE;
    }
  },
  HARD_SIGMOID {
    @Override
    public float apply(float x) {
      return RELU6.apply(x + 3) / 6;
    }

    @Override
    public double value(double x) {
      return RELU6.value(x + 3) / 6;
    }

    @Override
    public double slope(double x) {
      return RELU6.slope(x + 3) / 6;
    }
  },
  HARD_SWISH {
    @Override
    public float apply(float x) {
      return x * HARD_SIGMOID.apply(x);
    }

    @Override
    public double value(double x) {
      return x * HARD_SIGMOID.value(x);
    }

    @Override
    public double slope(double x) {
      return HARD_SIGMOID.value(x) + x * HARD_SIGMOID.slope(x);
    }
  },
  SIGMOID {
    @Override
    public float apply(float x) {
      return (float) value(x);
    }

    @Override
    public double value(double x) {
      return 1 / (1 + Math.exp(-x));
    }

    @Override
    public double slope(double x) {
      return value(x) * value(-x);
    }
  };

  /** What {@link #LEAKY_RELU} multiplies a negative number by. */
  public static final float LEAKY_SLOPE = 0.1f;

  public abstract float apply(float x);

  public abstract double value(double x);

  public abstract double slope(double x);
}
