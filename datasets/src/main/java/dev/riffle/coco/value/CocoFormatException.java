package dev.riffle.coco.value;

import java.io.IOException;

/** A COCO file that cannot be understood: one line that begins with its path and the place. */
public final class CocoFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public CocoFormatException(String message) {
    super(message);
  }

  public CocoFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
