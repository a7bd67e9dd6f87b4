package dev.riffle.store;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The parts of an answer as they arrive. The client's own stream, on Java 17, waits for ever for a
 * server that has fallen silent and does not hear an interrupt; this does neither.
 */
final class Arrivals implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
  /** Bytes; or the end, which has none, and perhaps a reason. */
  private record Arrival(List<ByteBuffer> parts, Throwable failure) {}

  private final BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();
  private final Duration patience;
  private volatile Flow.Subscription subscription;

  Arrivals(Duration patience) {
    this.patience = patience;
  }

  /**
   * The next bytes, none at the end.
   *
   * @throws HttpTimeoutException if nothing came for too long
   */
  List<ByteBuffer> next() throws IOException, InterruptedException {
    Arrival next = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new HttpTimeoutException("nothing came for " + patience.toSeconds() + " s");
    }
    if (next.failure != null) {
      throw new IOException(next.failure.getMessage(), next.failure);
    }
    subscription.request(1);
    return next.parts;
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    begun.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    if (parts.isEmpty()) {
      subscription.request(1); // not to be taken for the end
    } else {
      arrived.add(new Arrival(parts, null));
    }
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(new Arrival(List.of(), failure));
  }

  @Override
  public void onComplete() {
    arrived.add(new Arrival(List.of(), null));
  }

  /** Breaks the transfer off, if it has not ended. */
  @Override
  public void close() {
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
