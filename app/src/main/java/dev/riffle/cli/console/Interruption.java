package dev.riffle.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends work in good order when the process is asked to end: by Ctrl-C, by a service manager. */
public final class Interruption implements AutoCloseable {
  private static final int PATIENCE = 20; // seconds

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean hasCome;

  /**
   * From now on.
   *
   * @param stop makes the work end soon
   */
  public Interruption(Runnable stop) {
    hook =
        new Thread(
            () -> {
              hasCome = true;
              stop.run();
              await();
            },
            "riffle-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await() {
    try {
      done.await(PATIENCE, TimeUnit.SECONDS); // the process ends when this returns
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public boolean hasCome() {
    return hasCome;
  }

  /** The work is over, and all is in its place. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is running, which is the other way out
    }
  }
}
