package dev.riffle.weights;

import dev.riffle.weights.file.CheckpointException;

/** A file of weights that does not fit the network it is meant for. */
public final class WeightMismatchException extends CheckpointException {
  private static final long serialVersionUID = 1;

  private final transient WeightReport report;

  WeightMismatchException(String source, WeightReport report) {
    super(source + " does not fit: " + report.message());
    this.report = report;
  }

  /** What is missing, unexpected or of another shape. */
  public WeightReport report() {
    return report;
  }
}
