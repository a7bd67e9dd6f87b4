package dev.riffle.cli.console;

import dev.riffle.store.FetchListener;

/** Shows how far a file is fetched: a line when it begins, then as {@link Progress} does. */
public final class FetchProgress implements FetchListener, AutoCloseable {
  private static final long UNIT = 1024;

  private Progress shown;

  @Override
  public void fetched(String file, long bytes, long total) {
    if (shown == null) {
      System.err.println("riffle: fetching " + file);
      shown = new Progress("kB", total / UNIT); // without a total nothing more is shown
    }
    shown.reach(bytes / UNIT);
  }

  @Override
  public void close() {
    if (shown != null) {
      shown.close();
    }
  }
}
