package dev.riffle.stream.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Three stages, each on a thread of its own: something is read, worked on, and written, in order.
 * Between them wait a few items at most, so that a slow stage holds the faster ones back, or has
 * the newest win. Items are closed when they are written, dropped, or not wanted any more.
 *
 * @param <T> what passes through
 */
public final class Pipeline<T extends AutoCloseable> {
  private final Channel<T> read;
  private final Channel<T> worked;
  private final Timings timings = new Timings(List.of("decode", "detect", "draw and encode"));
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean isStopped;
  private volatile Source<T> source;

  /** Where items come from. */
  public interface Source<T> {
    /** The next, which the pipeline closes; null at the end. */
    T next() throws IOException;

    /** Makes a {@link #next} that waits in another thread end soon. */
    void interrupt();
  }

  /** What is done to each: gives it back, or another in its place. */
  public interface Work<T> {
    T apply(T item) throws IOException;
  }

  /** Where they go; closed by the pipeline afterwards. */
  public interface Sink<T> {
    void accept(T item) throws IOException;
  }

  /**
   * Not yet running.
   *
   * @param capacity how many items may wait before each stage
   * @param newestWins whether what was read gives way to newer, where the work is too slow
   */
  public Pipeline(int capacity, boolean newestWins) {
    read = new Channel<>(capacity, newestWins);
    worked = new Channel<>(capacity, false);
  }

  /**
   * Runs until the source ends, {@link #stop} is called or a stage fails, of which what lies behind
   * it is still written; the sink in the calling thread. When it returns no other thread runs, and
   * nothing is left open.
   *
   * @throws IOException what the first failing stage threw; so with runtime exceptions and errors
   */
  public void run(Source<T> from, Work<T> work, Sink<T> sink) throws IOException {
    source = from;
    Thread reading = new Thread(guarded(() -> read(from)), "riffle-decode");
    Thread working = new Thread(guarded(() -> work(work)), "riffle-detect");
    reading.start();
    working.start();
    guarded(() -> write(sink)).run();
    read.close();
    worked.close();
    from.interrupt();
    join(reading);
    join(working);
    rethrow(failure.get());
  }

  private interface Stage {
    void run() throws IOException, InterruptedException;
  }

  // What a stage that fails gave away before is still worked on and written.
  private Runnable guarded(Stage stage) {
    return () -> {
      try {
        stage.run();
      } catch (Throwable e) { // an error of native code, too: rethrown in the calling thread
        failure.compareAndSet(null, e);
      }
    };
  }

  private void read(Source<T> from) throws IOException, InterruptedException {
    try {
      boolean isWanted = true;
      while (isWanted && !isStopped) {
        long start = System.nanoTime();
        T item = from.next();
        if (item == null) {
          break;
        }
        timings.add(0, System.nanoTime() - start);
        isWanted = read.put(item);
      }
    } finally {
      read.end();
    }
  }

  private void work(Work<T> work) throws IOException, InterruptedException {
    try {
      T item = read.take();
      boolean isWanted = true;
      while (item != null && isWanted) {
        long start = System.nanoTime();
        T done = applied(work, item);
        timings.add(1, System.nanoTime() - start);
        isWanted = worked.put(done);
        item = isWanted ? read.take() : null;
      }
    } finally {
      read.close();
      worked.end();
    }
  }

  private T applied(Work<T> work, T item) throws IOException {
    boolean isDone = false;
    try {
      T done = work.apply(item);
      isDone = true;
      return done;
    } finally {
      if (!isDone) {
        Channel.closeQuietly(item);
      }
    }
  }

  private void write(Sink<T> sink) throws IOException, InterruptedException {
    for (T item = worked.take(); item != null; item = worked.take()) {
      try {
        long start = System.nanoTime();
        sink.accept(item);
        timings.add(2, System.nanoTime() - start);
      } finally {
        Channel.closeQuietly(item);
      }
    }
  }

  private static void join(Thread thread) {
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true; // native memory is in use until it ends
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(Throwable e) throws IOException {
    if (e instanceof IOException io) {
      throw io;
    }
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    if (e != null) {
      throw new IOException("interrupted", e);
    }
  }

  /** Reads no more; what is on its way is still worked on and written. From any thread. */
  public void stop() {
    isStopped = true;
    Source<T> from = source;
    if (from != null) {
      from.interrupt();
    }
  }

  /** How many items gave way to newer ones. */
  public long dropped() {
    return read.dropped();
  }

  /** How long each stage took for an item, waiting for others not counted. */
  public Timings timings() {
    return timings;
  }
}
