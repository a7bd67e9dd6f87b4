package dev.riffle.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code --threads}: how many work at once. */
public final class ThreadsOption {

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Converter.class,
      description =
          "How many work at once; else as many as there are processors, on video one less.")
  private Integer threads;

  public int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** Leaves a processor to whatever runs beside it, if the user does not say otherwise. */
  public int threadsBesideOthers() {
    return threads == null ? Math.max(1, Runtime.getRuntime().availableProcessors() - 1) : threads;
  }

  /** Refuses before anything is begun. */
  public static final class Converter implements ITypeConverter<Integer> {
    private static final int MOST = 1024;

    @Override
    public Integer convert(String text) {
      return Count.read(text, MOST);
    }
  }
}
