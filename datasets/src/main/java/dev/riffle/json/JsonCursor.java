package dev.riffle.json;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The half of {@link JsonReader} that knows brackets, keys, texts, and how to skip.
 *
 * <p>At the start of a JVM it is compilation that takes the time, so methods that are called from
 * many places have no loops: those stand in methods of their own for the rarer case. That makes the
 * file long.
 */
abstract class JsonCursor {
  private static final int DEEPEST = 64;
  private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio

  final byte[] bytes;
  final ByteBuffer words;
  final int end;
  int at;
  private int keyFrom;
  private int keyTo;

  JsonCursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.end = end;
    this.at = from;
  }

  /** Where the next byte is. */
  public final int at() {
    return at;
  }

  /** Goes to another place of the same text. */
  public final void moveTo(int place) {
    at = place;
  }

  /** The next byte that is not white space, 0 at the end; it stays the next. */
  public final int peek() {
    int c = bytes[at];
    if (c > ' ') {
      return c;
    }
    if (c == ' ' && (c = bytes[at + 1]) > ' ') {
      at++;
      return c;
    }
    return peekFar();
  }

  private int peekFar() {
    int i = at;
    int c = bytes[i];
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      c = bytes[++i];
    }
    at = i;
    return c;
  }

  /** Goes past a bracket. */
  public final void open(char bracket) throws JsonException {
    if (peek() != bracket) {
      throw expected(bracket == '{' ? "an object" : "an array");
    }
    at++;
  }

  /** Goes past the bracket that closes, if it is the next. */
  public final boolean closes(char bracket) {
    if (peek() != bracket) {
      return false;
    }
    at++;
    return true;
  }

  /** Goes past a comma, or past the bracket that closes: whether it was a comma. */
  public final boolean more(char bracket) throws JsonException {
    int c = peek();
    if (c != ',' && c != bracket) {
      throw expected("',' or '" + bracket + "'");
    }
    at++;
    return c == ',';
  }

  /**
   * Goes past a key and its colon.
   *
   * @return {@link #code} of the key
   */
  public final long key() throws JsonException {
    if (peek() != '"') {
      throw expected("a key in quotes");
    }
    int from = at + 1;
    keyFrom = from;
    long word = words.getLong(from);
    long marks = keyMarks(word);
    if (marks == 0) {
      return longKey(word);
    }
    int length = Long.numberOfTrailingZeros(marks) >>> 3;
    int to = from + length;
    if (bytes[to] != '"') {
      return unusualKey();
    }
    keyTo = to;
    at = to + 1;
    colon();
    return word & ((1L << (length << 3)) - 1);
  }

  private long longKey(long first) throws JsonException {
    long code = first;
    int i = keyFrom + 8;
    long word = words.getLong(i);
    long marks = keyMarks(word);
    while (marks == 0) {
      code = code * SPREAD + word;
      i += 8;
      word = words.getLong(i);
      marks = keyMarks(word);
    }
    int length = Long.numberOfTrailingZeros(marks) >>> 3;
    if (bytes[i + length] != '"') {
      return unusualKey();
    }
    keyTo = i + length;
    at = keyTo + 1;
    colon();
    return length == 0 ? code : code * SPREAD + (word & ((1L << (length << 3)) - 1));
  }

  // A bit in the first byte that is a quote, a backslash, or no character of a text.
  private static long keyMarks(long word) {
    long ones = 0x0101010101010101L;
    long quotes = word ^ '"' * ones;
    long slashes = word ^ '\\' * ones;
    return ((quotes - ones) & ~quotes | (slashes - ones) & ~slashes | (word - ' ' * ones) & ~word)
        & 0x8080808080808080L;
  }

  private void colon() throws JsonException {
    if (peek() != ':') {
      throw expected("':'");
    }
    at++;
  }

  private long unusualKey() throws JsonException {
    keyTo = keyFrom; // none, unless it can be read
    String key = text();
    keyTo = at - 1;
    colon();
    return code(key);
  }

  /**
   * A number that stands for a key: its bytes, if they are at most eight, else a mixture of them
   * that two keys share by a chance of one in 2^64.
   */
  public static long code(String key) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    long code = 0;
    for (int i = 0; i < text.length; i += 8) {
      long word = 0;
      for (int k = Math.min(text.length, i + 8) - 1; k >= i; k--) {
        word = word << 8 | text[k] & 0xff;
      }
      code = code * SPREAD + word;
    }
    return code;
  }

  /** The last key that was read. */
  public final String lastKey() throws JsonException {
    return JsonText.decode(bytes, keyFrom, keyTo);
  }

  /** Moves to the next object of an array, which belongs to no key yet. */
  final void beginRow() {
    peek();
    keyTo = keyFrom;
  }

  /** Where in an object of an array the reader is: a dot and the last key, if there was one. */
  final String place() {
    try {
      return keyFrom == keyTo ? "" : "." + lastKey();
    } catch (JsonException e) {
      return "";
    }
  }

  /** Goes past a word such as {@code null}, if it is the next. */
  public final boolean word(String word) {
    return peek() == word.charAt(0) && isWord(word);
  }

  private boolean isWord(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) { // the padding is longer than any word
        return false;
      }
    }
    at += word.length();
    return true;
  }

  /** A text, with its escapes resolved. */
  public final String text() throws JsonException {
    if (peek() != '"') {
      throw expected("a text in quotes");
    }
    int from = at + 1;
    skipText();
    return JsonText.decode(bytes, from, at - 1);
  }

  private void skipText() throws JsonException { // at its first quote
    byte[] b = bytes;
    int i = at + 1;
    int c;
    while ((c = b[i]) != '"') {
      if ((c & 0xE0) == 0) {
        at = i;
        throw expected("a character of a text");
      }
      i += c == '\\' && i + 1 < end ? 2 : 1;
    }
    at = i + 1;
  }

  /**
   * Goes past a value, whatever it is.
   *
   * @return where it begins
   */
  public final int skip() throws JsonException {
    int c = peek();
    int from = at;
    if (c == '[' || c == '{') {
      skipNested();
    } else if (c == '"') {
      skipText();
    } else {
      skipPlain(c);
    }
    return from;
  }

  private void skipPlain(int first) throws JsonException {
    if (first >= 'A' || first == '-' && bytes[at + 1] == 'I') {
      if (word("null") || word("true") || word("false") || word("NaN") || word("Infinity")) {
        return;
      }
      if (!word("-Infinity")) {
        throw expected("a value");
      }
      return;
    }
    int i = at;
    int c = first;
    while (c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || (c | 0x20) == 'e') {
      c = bytes[++i];
    }
    if (i == at || c == '"') {
      throw expected("a value");
    }
    at = i;
  }

  /** Whether what stands between two places is brackets, commas and white space alone. */
  public final boolean isEmpty(int from, int to) {
    for (int i = from; i < to; i++) {
      int c = bytes[i];
      if (c < 0 || c > ' ' && c != ',' && (c & ~0x20) != '[' && (c & ~0x20) != ']') {
        return false;
      }
    }
    return true;
  }

  /** A value as it is written. */
  public final String value() throws JsonException {
    int from = skip();
    return new String(bytes, from, at - from, StandardCharsets.UTF_8);
  }

  // At its first bracket. It is too long to be compiled into others, and meant to be.
  private void skipNested() throws JsonException {
    byte[] b = bytes;
    int i = at;
    long braces = 0; // a bit a level, the innermost lowest: 1 for {
    int depth = 0;
    do {
      long word = words.getLong(i);
      long quotes = word ^ 0x2222222222222222L;
      // letters and brackets, quotes, zeros: numbers fly past
      long marks =
          (word & 0x4040404040404040L) << 1
              | (quotes - 0x0101010101010101L) & ~quotes & 0x8080808080808080L
              | (word - 0x0101010101010101L) & ~word & 0x8080808080808080L;
      if (marks == 0) {
        i += 8;
        continue;
      }
      i += Long.numberOfTrailingZeros(marks) >>> 3;
      int c = b[i];
      if (c == '"') { // skipText, in place
        int d;
        while ((d = b[++i]) != '"') {
          if ((d & 0xE0) == 0) {
            at = i;
            throw expected("a character of a text");
          }
          i += d == '\\' && i + 1 < end ? 1 : 0;
        }
      } else if (c == '{' || c == '[') {
        if (++depth > DEEPEST) {
          throw new JsonException("nested more than " + DEEPEST + " deep", i);
        }
        braces = braces << 1 | (c == '{' ? 1 : 0);
      } else if (c == ((braces & 1) == 1 ? '}' : ']')) {
        depth--;
        braces >>>= 1;
      } else if (c == 0 && i < end) {
        at = i;
        throw expected("a value");
      } else if (c == 0 || c == '}' || c == ']') {
        at = i;
        throw expected((braces & 1) == 1 ? "'}'" : "']'");
      }
      i++;
    } while (depth > 0);
    at = i;
  }

  /** Goes past white space; complains if anything else follows. */
  public final void finish() throws JsonException {
    if (peek() != 0 || at < end) {
      throw expected("nothing more");
    }
  }

  /** The complaint that something else stands here. */
  public final JsonException expected(String what) {
    if (at >= end) {
      return new JsonException("expected " + what + ", but the file ends (byte " + end + ")", at);
    }
    return new JsonException(
        "expected " + what + ", found " + JsonText.glance(bytes, at, end) + " (byte " + at + ")",
        at);
  }
}
