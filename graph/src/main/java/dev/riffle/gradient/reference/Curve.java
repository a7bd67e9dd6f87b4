package dev.riffle.gradient.reference;

import dev.riffle.graph.Activation;

/** An activation in doubles, and its slope; at a kink, that of the flatter side. */
enum Curve {
  IDENTITY {
    @Override
    double value(double x) {
      return x;
    }

    @Override
    double slope(double x) {
      return 1;
    }
  },
  RELU {
    @Override
    double value(double x) {
      return Math.max(x, 0);
    }

    @Override
    double slope(double x) {
      return x > 0 ? 1 : 0;
    }
  },
  RELU6 {
    @Override
    double value(double x) {
      return Math.min(Math.max(x, 0), 6);
    }

    @Override
    double slope(double x) {
      return x > 0 && x < 6 ? 1 : 0;
    }
  },
  LEAKY_RELU {
    @Override
    double value(double x) {
      return x > 0 ? x : x * Activation.LEAKY_SLOPE;
    }

    @Override
    double slope(double x) {
      return x > 0 ? 1 : Activation.LEAKY_SLOPE;
    }
  },
  HARD_SIGMOID {
    @Override
    double value(double x) {
      return RELU6.value(x + 3) / 6;
    }

    @Override
    double slope(double x) {
      return RELU6.slope(x + 3) / 6;
    }
  },
  HARD_SWISH {
    @Override
    double value(double x) {
      return x * HARD_SIGMOID.value(x);
    }

    @Override
    double slope(double x) {
      return HARD_SIGMOID.value(x) + x * HARD_SIGMOID.slope(x);
    }
  },
  SIGMOID {
    @Override
    double value(double x) {
      return 1 / (1 + Math.exp(-x));
    }

    @Override
    double slope(double x) {
      return value(x) * value(-x);
    }
  };

  abstract double value(double x);

  abstract double slope(double x);

  static Curve of(Activation function) {
    return valueOf(function.name());
  }
}
