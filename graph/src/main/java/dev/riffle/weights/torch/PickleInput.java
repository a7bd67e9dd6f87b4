package dev.riffle.weights.torch;

import dev.riffle.weights.file.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a pickle, one after another; it knows how many are left before it sets any aside.
 */
final class PickleInput {
  private static final int LONGEST_LINE = 4096;

  private final InputStream in;
  private final long length;
  private long position;

  PickleInput(InputStream in, long length) {
    this.in = in;
    this.length = length;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  int u8() throws IOException {
    int value = position < length ? in.read() : -1;
    if (value < 0) {
      throw new CheckpointException("ends too early: its pickle breaks off at byte " + position);
    }
    position++;
    return value;
  }

  int u16() throws IOException {
    return u8() | u8() << 8;
  }

  int i32() throws IOException {
    return u16() | u16() << 16;
  }

  long u32() throws IOException {
    return i32() & 0xffffffffL;
  }

  long i64() throws IOException {
    return u32() | u32() << 32;
  }

  /** A double, which pickles hold big endian. */
  double f64() throws IOException {
    return ByteBuffer.wrap(bytes(8)).getDouble();
  }

  byte[] bytes(long count) throws IOException {
    if (count < 0 || count > length - position || count > Integer.MAX_VALUE - 8) {
      throw new CheckpointException(
          "ends too early: its pickle asks for "
              + Long.toUnsignedString(count)
              + " bytes at byte "
              + position
              + ", there are "
              + (length - position));
    }
    byte[] bytes = new byte[(int) count]; // no more than there are
    int read = in.readNBytes(bytes, 0, bytes.length);
    position += read;
    if (read < bytes.length) {
      throw new CheckpointException("ends too early: its pickle breaks off at byte " + position);
    }
    return bytes;
  }

  /** Text to the end of the line. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = u8(); next != '\n'; next = u8()) {
      line.write(next);
      if (line.size() > LONGEST_LINE) {
        throw new CheckpointException("its pickle has a line of more than 4096 bytes");
      }
    }
    return text(line.toByteArray());
  }

  /** UTF-8. */
  static String text(byte[] bytes) throws CheckpointException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CheckpointException("its pickle has a text that is not UTF-8");
    }
  }
}
