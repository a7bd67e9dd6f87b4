package dev.riffle.weights.file;

import java.io.IOException;

/** A file of weights that cannot be used. The message is one line, led by the file's path. */
public class CheckpointException extends IOException {
  private static final long serialVersionUID = 1;

  /** The longest piece of a file's own text that a message repeats. */
  private static final int SHOWN = 120;

  public CheckpointException(String message) {
    super(message);
  }

  /** What went wrong inside a file, led by which file it is. */
  public CheckpointException(String source, CheckpointException inside) {
    super(source + ": " + inside.getMessage(), inside);
  }

  /** Text from a file, fit for a message: short, in one line and printable. */
  public static String shown(String text) {
    String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    return isPlain(cut) ? cut : cut.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}\\p{Cs}]", "?");
  }

  // Names are, and there are hundreds of them in every file.
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
