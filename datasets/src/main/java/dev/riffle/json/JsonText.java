package dev.riffle.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The texts of JSON. */
final class JsonText {
  private static final int GLANCE = 24;

  private JsonText() {}

  /** What stands between two quotes, as UTF-8, with its escapes resolved. */
  static String decode(byte[] bytes, int from, int to) throws JsonException {
    int i = from;
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    String text = i == to ? ascii(bytes, from, to) : utf8(bytes, from, to);
    return text.indexOf('\\') < 0 ? text : unescaped(text, from);
  }

  /** Bytes below 128 as characters. */
  @SuppressWarnings("deprecation") // wrong for other bytes, and fast
  static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, 0, from, to - from);
  }

  private static String utf8(byte[] bytes, int from, int to) throws JsonException {
    try {
      ByteBuffer text = ByteBuffer.wrap(bytes, from, to - from);
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("expected UTF-8, found other bytes (byte " + from + ")", from);
    }
  }

  private static String unescaped(String text, int from) throws JsonException {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char kind = ++i < text.length() ? text.charAt(i) : ' ';
      int plain = "\"\\/bfnrt".indexOf(kind);
      if (plain >= 0) {
        out.append("\"\\/\b\f\n\r\t".charAt(plain));
      } else if (kind == 'u' && i + 4 < text.length() && isHex(text, i + 1)) {
        out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
        i += 4;
      } else {
        throw new JsonException(
            "expected \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four digits, found \\" + kind,
            from);
      }
    }
    return out.toString();
  }

  private static boolean isHex(String text, int from) {
    for (int i = from; i < from + 4; i++) {
      if ("0123456789abcdefABCDEF".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The first bytes of what is there, fit for one line. */
  static String glance(byte[] bytes, int at, int end) {
    StringBuilder out = new StringBuilder();
    int to = Math.min(end, at + GLANCE);
    for (int i = at; i < to; i++) {
      int c = bytes[i];
      if (c >= ' ' && c < 127) {
        out.append((char) c);
      } else if (c == '\n' || c == '\r' || c == '\t') {
        out.append(' ');
      } else {
        out.append(String.format("\\x%02x", c & 0xff));
      }
    }
    return out.append(to < end ? "…" : "").toString();
  }
}
