package dev.riffle.benchmark;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * How much arithmetic the processor can do at most: multiply-adds in registers and nothing else.
 * What a network does is a share of this.
 */
final class Peak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final int SUMS = 12; // as many as sums() has variables
  private static final int STEPS = 5_000_000;

  private Peak() {}

  /** Numbers in a vector register. */
  static int lanes() {
    return SPECIES.length();
  }

  /** What so many threads reach together, in floating-point operations a nanosecond. */
  static double gigaflops(int threads) {
    List<Thread> workers = new ArrayList<>();
    float[] results = new float[threads]; // read below, so that nothing can be left out
    for (int i = 0; i < threads; i++) {
      int worker = i;
      workers.add(new Thread(() -> results[worker] = sums(STEPS), "peak-" + i));
    }
    long start = System.nanoTime();
    workers.forEach(Thread::start);
    for (Thread worker : workers) {
      join(worker);
    }
    double nanoseconds = System.nanoTime() - start;
    for (float result : results) {
      if (!(result > 0)) {
        throw new IllegalStateException("expected positive sums, found " + result);
      }
    }
    return 2.0 * SUMS * lanes() * STEPS * threads / nanoseconds;
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // Each sum waits only for itself: enough of them to keep two units with a latency of four to six
  // cycles busy. Variables, since vectors in an array would go through memory. What is added to is
  // what the processor overwrites; any other number would have to be copied each time.
  private static float sums(int steps) {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector a = one;
    FloatVector b = one;
    FloatVector c = one;
    FloatVector d = one;
    FloatVector e = one;
    FloatVector f = one;
    FloatVector g = one;
    FloatVector h = one;
    FloatVector i = one;
    FloatVector j = one;
    FloatVector k = one;
    FloatVector l = one;
    for (int step = 0; step < steps; step++) {
      a = half.fma(half, a);
      b = half.fma(half, b);
      c = half.fma(half, c);
      d = half.fma(half, d);
      e = half.fma(half, e);
      f = half.fma(half, f);
      g = half.fma(half, g);
      h = half.fma(half, h);
      i = half.fma(half, i);
      j = half.fma(half, j);
      k = half.fma(half, k);
      l = half.fma(half, l);
    }
    FloatVector all =
        a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l);
    return all.reduceLanes(VectorOperators.ADD);
  }
}
