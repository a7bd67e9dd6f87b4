package dev.riffle.loader;

import dev.riffle.image.ImageSize;
import dev.riffle.image.input.Planes;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.sample.Samples;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Batches, in the order of their steps, made by threads that work ahead.
 *
 * <p>What a step sees depends on the seed and the step alone, so that whoever goes on later, with
 * however many threads, sees the same. The order of an epoch's pictures is drawn from {@code (seed,
 * epoch)}, the size of a batch from {@code (seed, step)}, all else from {@code (seed, step,
 * place)}.
 *
 * <p>One batch more than there are threads is made ahead. Each thread makes a whole batch.
 */
public final class Loader<T> implements AutoCloseable {
  private final Samples<T> samples;
  private final Order order;
  private final int batchSize;
  private final long seed;
  private final ExecutorService workers;
  private final Queue<Samples.Maker<T>> idle = new ConcurrentLinkedQueue<>();
  private final Deque<Future<Batch<T>>> ahead = new ArrayDeque<>();
  private long unasked; // the first step that no thread has been asked for

  /**
   * Endless batches in a random order; threads begin at once.
   *
   * @param samples still the caller's to close, after this
   * @param firstStep the first that is wanted, from 0
   * @param threads 1 or more
   */
  public Loader(Samples<T> samples, int batchSize, long seed, long firstStep, int threads) {
    this(
        samples,
        Order.shuffled(samples.size(), atLeast(1, "batchSize", batchSize), seed),
        batchSize,
        seed,
        atLeast(0, "firstStep", firstStep),
        threads);
  }

  private Loader(
      Samples<T> samples, Order order, int batchSize, long seed, long firstStep, int threads) {
    this.samples = samples;
    this.order = order;
    this.batchSize = batchSize;
    this.seed = seed;
    this.unasked = firstStep;
    this.workers =
        Executors.newFixedThreadPool(
            atLeast(1, "threads", threads),
            work -> {
              Thread thread = new Thread(work, "loader");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i <= threads; i++) {
      ask();
    }
  }

  /** All pictures once, in the data set's order; the last batch may be smaller. */
  public static <T> Loader<T> once(Samples<T> samples, int batchSize, int threads) {
    Order order = Order.once(samples.size(), atLeast(1, "batchSize", batchSize));
    return new Loader<>(samples, order, batchSize, 0, 0, threads);
  }

  private static int atLeast(int least, String what, int value) {
    return (int) atLeast((long) least, what, value);
  }

  private static long atLeast(long least, String what, long value) {
    if (value < least) {
      throw new IllegalArgumentException(what + ": expected " + least + " or more, found " + value);
    }
    return value;
  }

  /**
   * How many batches make an epoch: those that a permutation of the pictures fills. What is left
   * over is not seen in that epoch.
   */
  public long stepsPerEpoch() {
    return Order.stepsPerEpoch(samples.size(), batchSize);
  }

  private void ask() {
    if (unasked < order.steps()) {
      long step = unasked++;
      ahead.add(workers.submit(() -> batch(step)));
    }
  }

  /** Whether there is another batch; always, unless all pictures come {@link #once}. */
  public boolean hasNext() {
    return !ahead.isEmpty();
  }

  /**
   * The next batch, once it is made.
   *
   * @throws IOException one line that names the picture which cannot be read; asked again, it is
   *     the same
   * @throws NoSuchElementException if there are no more
   */
  public Batch<T> next() throws IOException {
    if (ahead.isEmpty()) {
      throw new NoSuchElementException("no batch is left");
    }
    try {
      Batch<T> batch = ahead.element().get();
      ahead.remove();
      ask();
      return batch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unreadable) {
        throw new IOException(unreadable.getMessage(), unreadable);
      }
      if (e.getCause() instanceof Error error) {
        throw error; // too little memory, say: whoever runs all this knows what to tell of it
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  private static InterruptedIOException interrupted() {
    return new InterruptedIOException("interrupted while a batch was made");
  }

  private Batch<T> batch(long step) throws IOException {
    int[] pictures = order.pictures(step);
    ImageSize size = samples.inputSize(pictures, Randomness.of(seed, step));
    int sample =
        Math.multiplyExact(Preprocess.CHANNELS, Math.multiplyExact(size.width(), size.height()));
    float[] pixels = new float[Math.multiplyExact(pictures.length, sample)];
    List<T> answers = new ArrayList<>(pictures.length);
    Samples.Maker<T> known = idle.poll();
    Samples.Maker<T> maker = known == null ? samples.open() : known;
    try {
      for (int place = 0; place < pictures.length; place++) {
        if (Thread.currentThread().isInterrupted()) {
          throw interrupted();
        }
        Planes to =
            Planes.at(pixels, place * sample, Preprocess.CHANNELS, size.height(), size.width());
        Samples.Sample<T> made = make(maker, pictures[place], step, place, size, to);
        pictures[place] = made.picture();
        answers.add(made.answer());
      }
    } finally {
      idle.add(maker);
    }
    return new Batch<>(step, size.width(), size.height(), pixels, answers, pictures);
  }

  private Samples.Sample<T> make(
      Samples.Maker<T> maker, int picture, long step, int place, ImageSize size, Planes to)
      throws IOException {
    try {
      return maker.make(picture, Randomness.of(seed, step, place), size, to);
    } catch (RuntimeException e) {
      throw new IllegalStateException(samples.name(picture) + ": " + e.getMessage(), e);
    }
  }

  /** Stops the threads, whatever they are at, and waits for them to end. */
  @Override
  public void close() {
    workers.shutdownNow();
    boolean isInterrupted = false;
    boolean isEnded = false;
    while (!isEnded) { // native memory may be released only when nobody writes to it
      try {
        isEnded = workers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    ahead.clear();
    for (Samples.Maker<T> maker = idle.poll(); maker != null; maker = idle.poll()) {
      maker.close();
    }
  }
}
