package dev.riffle.analysis.compare;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Draws images with replacement, again and again, and accumulates two results over them. */
final class Bootstrap {
  private static final double OUTSIDE = 0.025; // on either side of an interval

  private final Dataset dataset;
  private final Settings settings;
  private final int[] images; // indices into the data set's pictures
  private final long[] seeds; // [resample]

  Bootstrap(Dataset dataset, Settings settings, int resamples, long seed) {
    this.dataset = dataset;
    this.settings = settings;
    images =
        settings.images() == null
            ? IntStream.range(0, dataset.images().size()).toArray()
            : Arrays.stream(settings.images()).distinct().toArray();
    if (images.length == 0) {
      throw new IllegalArgumentException("images: expected at least one to draw, found none");
    }
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples: expected at least 1, found " + resamples);
    }
    new RecallSteps(settings.recallThresholds()); // refuses what cannot be accumulated
    seeds = new SplittableRandom(seed).longs(resamples).toArray();
  }

  int imageCount() {
    return images.length;
  }

  /**
   * Where a figure comes from.
   *
   * @param threshold index, −1 for all of them, −2 where there is no such threshold
   */
  record Selection(boolean recall, int threshold, int area, int limit) {

    double from(Accumulation accumulation) {
      if (threshold < -1) {
        return -1;
      }
      return recall
          ? accumulation.meanRecall(threshold, area, limit)
          : accumulation.meanPrecision(threshold, area);
    }
  }

  /** The selections of the figures of a summary that follows the settings. */
  static List<Selection> selections(Settings settings, Summary summary) {
    List<String> areas = settings.areas().stream().map(area -> area.label()).toList();
    List<Selection> list = new ArrayList<>();
    for (Summary.Figure figure : summary.figures()) {
      int threshold = -1;
      if (!figure.iou().contains(":")) {
        double iou = Double.parseDouble(figure.iou());
        double[] all = settings.iouThresholds();
        threshold =
            IntStream.range(0, all.length).filter(t -> all[t] == iou).findFirst().orElse(-2);
      }
      int limit = Arrays.binarySearch(settings.maxDetections(), figure.limit());
      list.add(new Selection(figure.recall(), threshold, areas.indexOf(figure.area()), limit));
    }
    return list;
  }

  /** What comes out: {@code [a or b][figure][resample]}, −1 where there is nothing to find. */
  double[][][] run(Results a, Results b, List<Selection> selections) {
    ExecutorService pool = Executors.newFixedThreadPool(settings.threads(), Bootstrap::daemon);
    try {
      List<Replay> replays =
          all(
              pool,
              List.of(
                  () -> Replay.of(dataset, a, settings), () -> Replay.of(dataset, b, settings)));
      double[][][] drawn = new double[2][selections.size()][seeds.length];
      AtomicInteger next = new AtomicInteger();
      Callable<Integer> work =
          () -> {
            Accumulation accumulation = new Accumulation(settings);
            int[] weights = new int[dataset.images().size()];
            int i = next.getAndIncrement();
            for (; i < seeds.length; i = next.getAndIncrement()) {
              draw(seeds[i], weights);
              for (int side = 0; side < 2; side++) {
                accumulation.accumulate(replays.get(side), weights);
                for (int figure = 0; figure < drawn[side].length; figure++) {
                  drawn[side][figure][i] = selections.get(figure).from(accumulation);
                }
              }
            }
            return i;
          };
      all(pool, Collections.nCopies(settings.threads(), work));
      return drawn;
    } finally {
      pool.shutdownNow();
    }
  }

  private void draw(long seed, int[] weights) {
    Arrays.fill(weights, 0);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < images.length; i++) {
      weights[images[random.nextInt(images.length)]]++;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "bootstrap");
    thread.setDaemon(true);
    return thread;
  }

  private static <T> List<T> all(ExecutorService pool, List<Callable<T>> work) {
    List<T> done = new ArrayList<>();
    try {
      for (Future<T> future : pool.invokeAll(work)) {
        done.add(future.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while resampling", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw (Error) e.getCause(); // what is left: the work throws nothing checked
    }
    return done;
  }

  /** The middle 95 % of the first values, straight lines between them. */
  static Comparison.Interval middle(double[] values, int count) {
    if (count == 0) {
      return new Comparison.Interval(Double.NaN, Double.NaN);
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return new Comparison.Interval(percentile(sorted, OUTSIDE), percentile(sorted, 1 - OUTSIDE));
  }

  private static double percentile(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
