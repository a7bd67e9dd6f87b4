package dev.riffle.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Width and height in pixels. */
public record Size(int width, int height) {
  private static final int LONGEST_SIDE = 8192; // larger maps have more numbers than an array

  /** Reads {@code 320x256}, or {@code 320} for a square. */
  static final class Converter implements ITypeConverter<Size> {
    @Override
    public Size convert(String text) {
      if (!text.matches("[1-9][0-9]{0,4}(x[1-9][0-9]{0,4})?")) {
        throw new TypeConversionException(
            "expected WIDTHxHEIGHT in pixels such as 320x256, or 320 for a square, found " + text);
      }
      String[] sides = text.split("x");
      Size size = new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[sides.length - 1]));
      if (Math.max(size.width, size.height) > LONGEST_SIDE) {
        throw new TypeConversionException(
            "expected at most " + LONGEST_SIDE + " pixels a side, found " + text);
      }
      return size;
    }
  }
}
