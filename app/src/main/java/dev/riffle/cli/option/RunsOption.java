package dev.riffle.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --runs}: how often a network is timed. */
public final class RunsOption {
  private static final int USUAL = 50;

  @Option(
      names = "--runs",
      paramLabel = "N",
      converter = Converter.class,
      description = "How many runs of each network are timed, in fives; else " + USUAL + ".")
  private Integer runs;

  public boolean isGiven() {
    return runs != null;
  }

  public int runs() {
    return runs == null ? USUAL : runs;
  }

  /** Refuses before anything is begun. */
  static final class Converter implements ITypeConverter<Integer> {
    private static final int MOST = 99_999;

    @Override
    public Integer convert(String text) {
      if (!text.matches("[1-9][0-9]{0,4}")) {
        throw new TypeConversionException("expected 1 to " + MOST + ", found " + text);
      }
      return Integer.valueOf(text);
    }
  }
}
