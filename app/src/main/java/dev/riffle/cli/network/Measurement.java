package dev.riffle.cli.network;

import com.sun.management.ThreadMXBean;
import dev.riffle.cli.console.Progress;
import dev.riffle.graph.Model;
import dev.riffle.graph.Tensor;
import dev.riffle.report.Times;
import dev.riffle.run.Executor;
import dev.riffle.run.PlaneSession;
import dev.riffle.run.PlaneView;
import dev.riffle.run.WarmUp;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What runs of a network took, one picture each.
 *
 * @param allocatedBytes what a run allocated on the heap on average
 */
record Measurement(Times times, long allocatedBytes) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long SEED = 1;

  /** Times a model on a made-up picture, after a warm-up. */
  static Measurement of(Executor executor, Model model, int runs) {
    Set<Long> before = LongStream.of(THREADS.getAllThreadIds()).boxed().collect(Collectors.toSet());
    before.remove(Thread.currentThread().getId());
    Tensor picture = Tensor.random(1, model.graph().inputs().get(0).shape(), SEED);
    PlaneView from = PlaneView.of(picture, 0);
    try (PlaneSession session = PlaneSession.of(executor.open(model), model.graph())) {
      Runnable prepare = () -> from.copyTo(session.inputs().get(0)); // a run may overwrite it
      Runnable run = session::run;
      WarmUp.repeat(
          () -> {
            prepare.run();
            run.run();
          });
      long[] workers = // the session's threads and this one
          LongStream.of(THREADS.getAllThreadIds()).filter(id -> !before.contains(id)).toArray();
      return of(prepare, run, runs, workers);
    }
  }

  private static Measurement of(Runnable prepare, Runnable run, int runs, long[] workers) {
    double[] milliseconds = new double[runs];
    long bytes = 0;
    try (Progress progress = new Progress("runs", runs)) {
      for (int i = 0; i < runs; i++) {
        prepare.run();
        long allocated = allocatedBy(workers);
        long start = System.nanoTime();
        run.run();
        milliseconds[i] = (System.nanoTime() - start) / 1e6;
        bytes += allocatedBy(workers) - allocated;
        progress.step();
      }
    }
    return new Measurement(new Times(milliseconds), Math.round((double) bytes / runs));
  }

  private static long allocatedBy(long[] workers) {
    long bytes = 0;
    for (long worker : workers) {
      bytes += THREADS.getThreadAllocatedBytes(worker);
    }
    return bytes;
  }
}
