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
      description = "How many work at once; else as many as there are processors.")
  private Integer threads;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  int threads() {
    if (threads != null && threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads: expected 1 or more, found " + threads);
    }
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
