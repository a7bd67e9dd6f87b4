package dev.riffle.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --threads}: how many work at once. */
final class ThreadsOption {

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "How many work at once; else as many as there are processors, on video one less.")
  private Integer threads;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  int threads() {
    return threads(Runtime.getRuntime().availableProcessors());
  }

  /** Leaves a processor to whatever runs beside it, if the user does not say otherwise. */
  int threadsBesideOthers() {
    return threads(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
  }

  private int threads(int unsaid) {
    if (threads != null && threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads: expected 1 or more, found " + threads);
    }
    return threads == null ? unsaid : threads;
  }
}
