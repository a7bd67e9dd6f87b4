package dev.riffle.store;

/** Told now and then how far a fetch has come. */
@FunctionalInterface
public interface FetchListener {

  /**
   * So much is here.
   *
   * @param file the file's name
   * @param bytes what has arrived, from 0
   * @param total what there is, -1 if the server does not say
   */
  void fetched(String file, long bytes, long total);
}
