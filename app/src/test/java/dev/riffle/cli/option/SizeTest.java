package dev.riffle.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeTest {
  private final Size.Converter converter = new Size.Converter();

  @Test
  void oneNumberIsASquare() {
    assertEquals(new Size(320, 320), converter.convert("320"));
  }

  @Test
  void widthComesFirst() {
    assertEquals(new Size(320, 256), converter.convert("320x256"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0", "320x", "x320", "320x0", "-320", "3.2", "320X256", "1x2x3"})
  void whatIsNoSizeIsRefused(String text) {
    String message =
        assertThrows(TypeConversionException.class, () -> converter.convert(text)).getMessage();
    assertTrue(message.endsWith("found " + text) && message.contains("320x256"), message);
  }

  @Test
  void whatNoArrayCanHoldIsRefused() {
    assertEquals(new Size(8192, 8192), converter.convert("8192"));
    String message =
        assertThrows(TypeConversionException.class, () -> converter.convert("320x99999"))
            .getMessage();
    assertTrue(message.contains("at most 8192") && message.endsWith("320x99999"), message);
  }
}
