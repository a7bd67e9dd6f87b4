package dev.riffle.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * Rivals that take turns at one subject, A B C A B C …, so that whatever else the machine does
 * falls on all of them alike.
 */
final class Contest {
  /**
   * Milliseconds before each turn. Threads that a rival keeps awake (ONNX Runtime's, for the speed
   * of its own next run) were seen to go to sleep within 40, and then take nothing from the others.
   */
  private static final int PAUSE = 100;

  private Contest() {}

  /**
   * Warms all up, checks that they agree, and times them.
   *
   * @throws IllegalStateException if their outputs differ
   */
  static Result hold(Subject subject, List<Rival> rivals, int threads, Plan plan) {
    List<Rival.Runner> runners = new ArrayList<>();
    try {
      for (Rival rival : rivals) {
        runners.add(rival.open(subject, threads));
      }
      for (Rival.Runner runner : runners) {
        warmUp(runner::run, plan.warmUp());
      }
      warmUp(() -> Peak.gigaflops(threads), plan.warmUp());
      double difference = Agreement.check(subject, rivals, runners);
      double[][][] milliseconds = new double[rivals.size()][plan.rounds()][plan.runs()];
      double[] peaks = new double[plan.rounds()];
      for (int round = 0; round < plan.rounds(); round++) {
        pause();
        peaks[round] = Peak.gigaflops(threads);
        for (int i = 0; i < runners.size(); i++) {
          pause();
          turn(runners.get(i), milliseconds[i][round]);
        }
      }
      return new Result(subject, rivals, threads, milliseconds, peaks, difference);
    } finally {
      runners.forEach(Rival.Runner::close);
    }
  }

  private static void warmUp(Runnable work, double seconds) {
    long start = System.nanoTime();
    do {
      work.run();
    } while (System.nanoTime() - start < seconds * 1e9);
  }

  private static void turn(Rival.Runner runner, double[] milliseconds) {
    for (int run = 0; run < milliseconds.length; run++) {
      long start = System.nanoTime();
      runner.run();
      milliseconds[run] = (System.nanoTime() - start) / 1e6;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
