package dev.riffle.loader;

import java.util.Random;

/** Which pictures a step sees. */
interface Order {

  /** The pictures of a step, in the order of the batch. */
  int[] pictures(long step);

  /** How many steps there are. */
  long steps();

  /** All once, as they come; the last batch may be smaller. */
  static Order once(int size, int batchSize) {
    return new Order() {
      @Override
      public int[] pictures(long step) {
        int first = Math.toIntExact(step * batchSize);
        int[] pictures = new int[Math.min(batchSize, size - first)];
        for (int i = 0; i < pictures.length; i++) {
          pictures[i] = first + i;
        }
        return pictures;
      }

      @Override
      public long steps() {
        return ((long) size + batchSize - 1) / batchSize;
      }
    };
  }

  /**
   * Endless: in each epoch another permutation, as many whole batches of it as there are; the rest
   * has its turn in another epoch. Where a batch is larger than the data set the permutation is
   * gone through again.
   */
  static Order shuffled(int size, int batchSize, long seed) {
    return new Order() {
      private volatile Epoch latest = new Epoch(-1, new int[0]);

      @Override
      public int[] pictures(long step) {
        long stepsPerEpoch = stepsPerEpoch(size, batchSize);
        int[] order = order(step / stepsPerEpoch);
        int first = Math.toIntExact(step % stepsPerEpoch * batchSize);
        int[] pictures = new int[batchSize];
        for (int i = 0; i < batchSize; i++) {
          pictures[i] = order[(first + i) % size];
        }
        return pictures;
      }

      private int[] order(long epoch) {
        Epoch known = latest;
        if (known.number != epoch) {
          known = new Epoch(epoch, permutation(size, Randomness.of(seed, epoch)));
          latest = known;
        }
        return known.order;
      }

      @Override
      public long steps() {
        return Long.MAX_VALUE;
      }
    };
  }

  /** How many batches an epoch has. */
  static long stepsPerEpoch(int size, int batchSize) {
    return Math.max(1, size / batchSize);
  }

  private static int[] permutation(int size, Random random) {
    int[] order = new int[size];
    for (int i = 1; i < size; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /** The latest epoch's permutation, shared by threads. */
  record Epoch(long number, int[] order) {}
}
