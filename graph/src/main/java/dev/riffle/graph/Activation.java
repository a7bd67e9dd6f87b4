package dev.riffle.graph;

/** An element-wise function. */
public enum Activation {
  IDENTITY {
    @Override
    public float apply(float x) {
      return x;
    }
  },
  RELU {
    @Override
    public float apply(float x) {
      return Math.max(x, 0);
    }
  },
  RELU6 {
    @Override
    public float apply(float x) {
      return Math.min(Math.max(x, 0), 6);
    }
  },
  /** Slope {@link #LEAKY_SLOPE} below zero, as NanoDet has it. */
  LEAKY_RELU {
    @Override
    public float apply(float x) {
      return x < 0 ? x * LEAKY_SLOPE : x;
    }
  },
  HARD_SIGMOID {
    @Override
    public float apply(float x) {
      return RELU6.apply(x + 3) / 6;
    }
  },
  HARD_SWISH {
    @Override
    public float apply(float x) {
      return x * HARD_SIGMOID.apply(x);
    }
  },
  SIGMOID {
    @Override
    public float apply(float x) {
      return (float) (1 / (1 + Math.exp(-x)));
    }
  };

  /** What {@link #LEAKY_RELU} multiplies a negative number by. */
  public static final float LEAKY_SLOPE = 0.1f;

  public abstract float apply(float x);
}
