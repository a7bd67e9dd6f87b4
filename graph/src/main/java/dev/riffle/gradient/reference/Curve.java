package dev.riffle.gradient.reference;

import dev.riffle.graph.Activation;

/** An activation in doubles, and its slope; at a kink, that of the flatter side. */
public enum Curve {
  IDENTITY {
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
    public double value(double x) {
      return Math.min(Math.max(x, 0), 6);
    }

    @Override
    public double slope(double x) {
      return x > 0 && x < 6 ? 1 : 0;
    }
  },
  LEAKY_RELU {
    @Override
    public double value(double x) {
      return x > 0 ? x : x * Activation.LEAKY_SLOPE;
    }

    @Override
    public double slope(double x) {
      return x > 0 ? 1 : Activation.LEAKY_SLOPE;
    }
  },
  HARD_SIGMOID {
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
    public double value(double x) {
      return 1 / (1 + Math.exp(-x));
    }

    @Override
    public double slope(double x) {
      return value(x) * value(-x);
    }
  };

  public abstract double value(double x);

  public abstract double slope(double x);

  public static Curve of(Activation function) {
    return valueOf(function.name());
  }
}
