package dev.riffle.run.planar;

import dev.riffle.run.planar.step.Step;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that run a program's steps together with the caller: of each step each takes the units of
 * its own share one by one, then what is left of others', and goes on when all are done. Shares are
 * the same part of every step, so that a thread finds much of what it reads in its own cache.
 * Whoever comes late or not at all is not waited for, as long as no unit is in its hands.
 *
 * <p>Between two runs they look out for the next one for a moment, then sleep.
 */
public final class Team implements AutoCloseable {
  /** How often to look before sleeping, some 50 microseconds in all. */
  private static final int LOOKS = 2_000;

  private static final int CLOSED = Integer.MIN_VALUE / 2;

  /** From one counter to the next, so that no two lie in one cache line. */
  private static final int APART = 16;

  private final Step[] steps;
  private final int[] units;
  private final float[] arena;
  private final int[] scratch; // where each member's begins
  private final AtomicIntegerArray taken; // units of each member's share of each step
  private final AtomicIntegerArray done; // likewise
  private final AtomicInteger inside = new AtomicInteger(CLOSED); // helpers at work
  private final Thread[] helpers;
  private volatile int runs;
  private volatile boolean isOver;
  private volatile Throwable failure;

  /**
   * Starts the helpers.
   *
   * @param scratch where each member's scratch memory begins in the arena; their number is the
   *     number of threads
   */
  public Team(List<Step> steps, float[] arena, int[] scratch) {
    this.steps = steps.toArray(Step[]::new);
    this.units = steps.stream().mapToInt(Step::units).toArray();
    this.arena = arena;
    this.scratch = scratch;
    this.taken = new AtomicIntegerArray(units.length * scratch.length * APART);
    this.done = new AtomicIntegerArray(units.length);
    this.helpers = new Thread[scratch.length - 1];
    for (int i = 0; i < helpers.length; i++) {
      int member = i + 1;
      helpers[i] = new Thread(() -> help(member), "riffle-planar-" + member);
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
  }

  /** Runs all steps once, with the calling thread among the members. */
  public void run() {
    if (helpers.length == 0) {
      runAlone();
      return;
    }
    for (int step = 0; step < units.length; step++) {
      for (int share = 0; share < scratch.length; share++) {
        taken.setPlain(counter(step, share), 0);
      }
      done.setPlain(step, 0);
    }
    inside.set(0);
    runs++; // only this thread writes it
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    work(0);
    for (int looks = 0; !inside.compareAndSet(0, CLOSED); looks++) {
      pause(looks);
    }
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw new IllegalStateException("a step of the program failed", thrown);
    }
  }

  private void runAlone() {
    for (int step = 0; step < steps.length; step++) {
      for (int unit = 0; unit < units[step]; unit++) {
        steps[step].run(arena, scratch[0], unit);
      }
    }
  }

  private void help(int member) {
    int seen = 0;
    while (!isOver) {
      for (int looks = 0; runs == seen && !isOver; looks++) {
        if (looks < LOOKS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      seen = runs;
      if (enter()) {
        work(member);
        inside.decrementAndGet();
      }
    }
  }

  // A run that is over lets nobody in.
  private boolean enter() {
    int count = inside.get();
    while (count >= 0) {
      if (inside.compareAndSet(count, count + 1)) {
        return true;
      }
      count = inside.get();
    }
    return false;
  }

  private int counter(int step, int share) {
    return (step * scratch.length + share) * APART;
  }

  private void work(int member) {
    for (int step = 0; step < steps.length; step++) {
      int finished = 0;
      for (int i = 0; i < scratch.length; i++) {
        finished += work(member, step, (member + i) % scratch.length);
      }
      if (finished > 0) {
        done.addAndGet(step, finished);
      }
      for (int looks = 0; done.get(step) < units[step]; looks++) {
        pause(looks);
      }
    }
  }

  // Does what is left of a share of a step, and counts the units done.
  private int work(int member, int step, int share) {
    int first = share * units[step] / scratch.length;
    int count = (share + 1) * units[step] / scratch.length - first;
    int counter = counter(step, share);
    int finished = 0;
    for (int unit = taken.getAndIncrement(counter);
        unit < count;
        unit = taken.getAndIncrement(counter)) {
      try {
        steps[step].run(arena, scratch[member], first + unit);
      } catch (RuntimeException | Error e) { // told by the caller's thread
        failure = e;
      }
      finished++;
    }
    return finished;
  }

  // Another member holds the last units; on a busy machine it may wait for this very processor.
  private static void pause(int looks) {
    if (looks < LOOKS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  @Override
  public void close() {
    isOver = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }
}
