package dev.riffle.eval.match;

import dev.riffle.box.Category;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Settings;
import dev.riffle.eval.overlap.Overlaps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Evaluates detections. */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Evaluates all results at once.
   *
   * @throws IllegalArgumentException if the settings name images or categories that are not there,
   *     or if something lacks the mask or keypoints that are to be compared
   */
  public static Evaluation evaluate(Dataset dataset, Results results, Settings settings) {
    Grouped grouped = new Grouped(dataset, results, settings);
    Evaluation evaluation = empty(grouped);
    int[] largestFirst = largestFirst(grouped);
    Overlaps overlaps = Overlaps.of(dataset, results, settings);
    Lanes[] blocks = Lanes.of(settings);
    AtomicInteger next = new AtomicInteger();
    int threads = Math.max(1, Math.min(settings.threads(), largestFirst.length));
    Worker[] workers = new Worker[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] =
          new Worker(new Curves(grouped, overlaps, blocks), largestFirst, next, evaluation);
      if (i > 0) {
        workers[i].start();
      }
    }
    workers[0].run();
    Worker.join(workers);
    return evaluation;
  }

  private static Evaluation empty(Grouped grouped) {
    Settings settings = grouped.settings;
    List<Category> categories = new ArrayList<>();
    for (int k : grouped.axis) {
      categories.add(k < 0 ? new Category(-1, "all") : grouped.dataset.categories().get(k));
    }
    int size = settings.iouThresholds().length * categories.size() * settings.areas().size();
    size = Math.multiplyExact(size, settings.maxDetections().length);
    int sampled = Math.multiplyExact(size, settings.recallThresholds().length);
    return new Evaluation(
        settings, categories, new double[sampled], new double[size], new double[sampled]);
  }

  // So that no thread is left with a large one at the end.
  private static int[] largestFirst(Grouped grouped) {
    int count = grouped.axis.length;
    long[] sizes = new long[count];
    for (int k = 0; k < count; k++) {
      sizes[k] = (long) grouped.detections.size(k) << 32 | k;
    }
    Arrays.sort(sizes);
    int[] order = new int[count];
    for (int k = 0; k < count; k++) {
      order[k] = (int) sizes[count - 1 - k];
    }
    return order;
  }

  private static final class Worker extends Thread {
    private final Curves curves;
    private final int[] order;
    private final AtomicInteger next;
    private final Evaluation evaluation;
    private Throwable failure;

    Worker(Curves curves, int[] order, AtomicInteger next, Evaluation evaluation) {
      super("evaluator");
      setDaemon(true);
      this.curves = curves;
      this.order = order;
      this.next = next;
      this.evaluation = evaluation;
    }

    @Override
    public void run() {
      try {
        for (int i = next.getAndIncrement(); i < order.length; i = next.getAndIncrement()) {
          curves.evaluate(order[i], evaluation);
        }
      } catch (RuntimeException | Error e) {
        failure = e; // thrown again by the thread that waits
        next.set(order.length);
      }
    }

    static void join(Worker[] workers) {
      boolean interrupted = false;
      for (int i = 1; i < workers.length; i++) {
        while (workers[i].isAlive()) {
          try {
            workers[i].join();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      for (Worker worker : workers) {
        if (worker.failure instanceof RuntimeException e) {
          throw e;
        }
        if (worker.failure instanceof Error e) {
          throw e;
        }
      }
    }
  }
}
