package dev.riffle.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

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
  public static final class Converter implements ITypeConverter<Integer> {
    private static final int MOST = 99_999;

    @Override
    public Integer convert(String text) {
      return Count.read(text, MOST);
    }
  }
}
