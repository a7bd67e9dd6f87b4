package dev.riffle.shapes.draw;

/** What colour is where: a plane of it, of which grounds and fillings are cut. */
sealed interface Paint {

  /** The colour of a pixel. */
  int at(int x, int y);

  /** One colour. */
  record Plain(int colour) implements Paint {
    @Override
    public int at(int x, int y) {
      return colour;
    }
  }

  /**
   * From one colour to another along a line.
   *
   * @param x0 where it begins; it ends where the offset and the steps along x and y add up to 1
   */
  record Gradient(int from, int to, double x0, double alongX, double alongY) implements Paint {
    @Override
    public int at(int x, int y) {
      double share = x0 + alongX * x + alongY * y;
      return Colour.mix(from, to, (int) (256 * Math.min(1, Math.max(0, share))));
    }
  }

  /**
   * Bands of two colours, their edges a pixel or so wide.
   *
   * @param alongX periods a pixel along x
   * @param width of the second colour's bands in periods
   * @param sharpness periods times this many are an edge
   */
  record Stripes(
      int ground,
      int band,
      double phase,
      double alongX,
      double alongY,
      double width,
      double sharpness)
      implements Paint {
    @Override
    public int at(int x, int y) {
      double place = phase + alongX * x + alongY * y;
      double fromMiddle = Math.abs(place - Math.floor(place) - 0.5);
      double inside = 0.5 + (width / 2 - fromMiddle) * sharpness;
      return Colour.mix(ground, band, (int) (256 * Math.min(1, Math.max(0, inside))));
    }
  }

  /**
   * Round dots on a grid.
   *
   * @param cos of the grid's turn
   * @param radius of a dot in pixels
   */
  record Dots(int ground, int dot, double period, double cos, double sin, double radius)
      implements Paint {
    @Override
    public int at(int x, int y) {
      double u = (x * cos + y * sin) / period;
      double v = (y * cos - x * sin) / period;
      double across = (u - Math.floor(u) - 0.5) * period;
      double down = (v - Math.floor(v) - 0.5) * period;
      double inside = radius + 0.5 - Math.sqrt(across * across + down * down);
      return Colour.mix(ground, dot, (int) (256 * Math.min(1, Math.max(0, inside))));
    }
  }

  /**
   * Clouds of two colours: random numbers on a lattice, smoothed between, of two sizes.
   *
   * @param lattice {@code [SIDE][SIDE]} shares of the second colour, 0 to 1
   * @param scale lattice places a pixel
   */
  record Clouds(int from, int to, float[] lattice, float scale) implements Paint {
    private static final int SIDE = 32;

    static Clouds of(int from, int to, double period, Chance chance) {
      float[] lattice = new float[SIDE * SIDE];
      for (int i = 0; i < lattice.length; i++) {
        lattice[i] = (float) chance.between(0, 1);
      }
      return new Clouds(from, to, lattice, (float) (1 / period));
    }

    @Override
    public int at(int x, int y) {
      float coarse = noise(x * scale, y * scale);
      float fine = noise(x * scale * 3.7f + 11, y * scale * 3.7f + 5);
      return Colour.mix(from, to, (int) (256 * (0.68f * coarse + 0.32f * fine)));
    }

    private float noise(float x, float y) {
      int column = (int) x;
      int row = (int) y;
      float across = smooth(x - column);
      float down = smooth(y - row);
      float top = line(row, column, across);
      return top + down * (line(row + 1, column, across) - top);
    }

    private float line(int row, int column, float across) {
      int start = (row & SIDE - 1) * SIDE;
      float left = lattice[start + (column & SIDE - 1)];
      return left + across * (lattice[start + (column + 1 & SIDE - 1)] - left);
    }

    private static float smooth(float t) {
      return t * t * (3 - 2 * t);
    }
  }
}
