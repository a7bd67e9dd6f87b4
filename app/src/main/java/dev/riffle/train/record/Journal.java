package dev.riffle.train.record;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes down how training goes. What depends on the clock goes into a file of its own, so that the
 * others are the same whenever and however often interrupted they are written.
 */
public final class Journal implements AutoCloseable {
  private final JsonLines metrics;
  private final JsonLines times;
  private long began = System.nanoTime();
  private long waited;
  private long pictures;

  /**
   * Goes on in a folder.
   *
   * @param metricsBytes how much of the metrics is still true
   */
  public Journal(RunFolder folder, long metricsBytes) throws IOException {
    metrics = new JsonLines(folder.metrics(), metricsBytes);
    try {
      times = new JsonLines(folder.times());
    } catch (IOException e) {
      metrics.close();
      throw e;
    }
  }

  /** So many pictures came, after so many nanoseconds of waiting for them. */
  public void received(int count, long nanos) {
    pictures += count;
    waited += nanos;
  }

  /**
   * The steps since the last line.
   *
   * @param figures by name
   */
  public void stepped(long step, double epoch, Map<String, Double> figures) throws IOException {
    metrics.add(line("train", step, epoch, figures));
    double nanos = System.nanoTime() - began;
    Map<String, Double> pace = new LinkedHashMap<>();
    pace.put("seconds", nanos / 1e9);
    pace.put("picturesPerSecond", pictures / (nanos / 1e9));
    pace.put("waiting", waited / nanos);
    times.add(line("train", step, epoch, pace));
    restart();
  }

  /** An evaluation, which is no part of the steps' times. */
  public void evaluated(long step, double epoch, Map<String, Double> figures) throws IOException {
    metrics.add(line("evaluation", step, epoch, figures));
    double seconds = (System.nanoTime() - began) / 1e9;
    times.add(line("evaluation", step, epoch, Map.of("seconds", seconds)));
    restart();
  }

  private void restart() {
    began = System.nanoTime();
    waited = 0;
    pictures = 0;
  }

  private static Map<String, Object> line(
      String kind, long step, double epoch, Map<String, Double> figures) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("kind", kind);
    line.put("step", step);
    line.put("epoch", epoch);
    line.putAll(figures);
    return line;
  }

  /** Makes sure that all metrics are on the disk, and gives their bytes. */
  public long sync() throws IOException {
    return metrics.sync();
  }

  @Override
  public void close() throws IOException {
    try (metrics;
        times) {
      metrics.sync();
    }
  }
}
