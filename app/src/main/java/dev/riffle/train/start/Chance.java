package dev.riffle.train.start;

import java.util.Random;

/** Distributions of a tensor's first numbers. */
enum Chance {
  /** Normal, around 0. */
  NORMAL {
    @Override
    double draw(Random random, double size) {
      return random.nextGaussian() * size;
    }
  },
  /** Even, from −size to size. */
  EVEN {
    @Override
    double draw(Random random, double size) {
      return (2 * random.nextDouble() - 1) * size;
    }
  },
  /** All numbers the size itself. */
  CONSTANT {
    @Override
    double draw(Random random, double size) {
      return size;
    }
  };

  abstract double draw(Random random, double size);

  /** Numbers that depend on the seed and the tensor's name alone, not on what was drawn before. */
  float[] numbers(int count, double size, long seed, String name) {
    // Random mixes its seed only by a fixed pattern of bits; seeds that lie close would show.
    Random random =
        new Random(0x9E3779B97F4A7C15L * (seed + 0x632BE59BD9B4E019L * name.hashCode()));
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) draw(random, size);
    }
    return numbers;
  }
}
