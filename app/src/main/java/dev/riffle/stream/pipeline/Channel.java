package dev.riffle.stream.pipeline;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A bounded queue between two threads. What is in it and never taken is closed, and so is what
 * comes when nobody takes any more.
 */
final class Channel<T extends AutoCloseable> implements AutoCloseable {
  private final int capacity;
  private final boolean newestWins;
  private final Queue<T> waiting = new ArrayDeque<>();
  private long dropped;
  private boolean isEnded;
  private boolean isClosed;

  /**
   * Empty.
   *
   * @param newestWins whether a full one gives up its oldest rather than have the giver wait
   */
  Channel(int capacity, boolean newestWins) {
    this.capacity = capacity;
    this.newestWins = newestWins;
  }

  /**
   * Gives something away, waiting for room where none is made.
   *
   * @return whether more is wanted
   */
  synchronized boolean put(T item) throws InterruptedException {
    while (!newestWins && waiting.size() == capacity && !isClosed) {
      wait();
    }
    if (isClosed) {
      closeQuietly(item);
      return false;
    }
    if (waiting.size() == capacity) {
      closeQuietly(waiting.remove());
      dropped++;
    }
    waiting.add(item);
    notifyAll();
    return true;
  }

  /** The oldest, waiting for one; null behind the last, and when closed. */
  synchronized T take() throws InterruptedException {
    while (waiting.isEmpty() && !isEnded && !isClosed) {
      wait();
    }
    T item = waiting.poll(); // closed, it is empty
    notifyAll();
    return item;
  }

  /** Says that nothing more comes; what waits can still be taken. */
  synchronized void end() {
    isEnded = true;
    notifyAll();
  }

  /** How many gave way to newer ones. */
  synchronized long dropped() {
    return dropped;
  }

  /** Neither gives nor takes any more: whoever waits goes on. */
  @Override
  public synchronized void close() {
    isClosed = true;
    waiting.forEach(Channel::closeQuietly);
    waiting.clear();
    notifyAll();
  }

  /** Closes what fails no close, such as native memory. */
  static void closeQuietly(AutoCloseable item) {
    try {
      item.close();
    } catch (Exception e) {
      throw new IllegalStateException("expected something that can always be closed", e);
    }
  }
}
