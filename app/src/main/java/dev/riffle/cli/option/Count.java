package dev.riffle.cli.option;

import picocli.CommandLine.TypeConversionException;

/** A number of things, from 1. */
final class Count {
  private Count() {}

  /** Reads one of at most {@code most}. */
  static Integer read(String text, int most) {
    if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > most) {
      throw new TypeConversionException("expected 1 to " + most + ", found " + text);
    }
    return Integer.valueOf(text);
  }
}
