package dev.riffle.onnx.proto;

import dev.riffle.weights.file.CheckpointException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of a protobuf message, one after the other: {@link #next} steps on, the others say
 * what is there. Nothing is copied but numbers and texts, so a message never takes more than a few
 * times its bytes. What nobody asks about is passed over.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
public final class Fields {
  private static final int LONGEST_VARINT = 10;

  private final ByteBuffer bytes;
  private int field;
  private Long number; // of a field that is a number
  private ByteBuffer content; // of all others

  /** The message that remains in the buffer, which is not changed. */
  public Fields(ByteBuffer message) {
    this.bytes = message.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Goes to the next field; false behind the last.
   *
   * @throws CheckpointException if the bytes are no message
   */
  public boolean next() throws CheckpointException {
    if (!bytes.hasRemaining()) {
      return false;
    }
    long key = varint();
    field = (int) (key >>> 3);
    number = null;
    content = null;
    switch ((int) (key & 7)) {
      case 0 -> number = varint();
      case 1 -> content = take(Long.BYTES);
      case 2 -> content = take(varint());
      case 5 -> content = take(Integer.BYTES);
      default -> throw new CheckpointException("damaged: no field is of kind " + (key & 7));
    }
    return true;
  }

  /** Which field it is. */
  public int field() {
    return field;
  }

  /** The field's whole number. */
  public long integer() throws CheckpointException {
    if (number == null) {
      throw wrong("a whole number");
    }
    return number;
  }

  /** Its whole numbers, of which a field holds one or, packed, many. */
  public long[] integers() throws CheckpointException {
    if (number != null) {
      return new long[] {number};
    }
    Fields packed = new Fields(content);
    long[] values = new long[Math.min(content.remaining(), 16)];
    int count = 0;
    while (packed.bytes.hasRemaining()) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = packed.varint();
    }
    return Arrays.copyOf(values, count);
  }

  /** Its float32. */
  public float real() throws CheckpointException {
    return bytes(Float.BYTES).getFloat(0);
  }

  /** Its text; what is no UTF-8 is replaced. */
  public String text() throws CheckpointException {
    return StandardCharsets.UTF_8.decode(bytes()).toString();
  }

  /** What is inside, little-endian; a view of its own each time. */
  public ByteBuffer bytes() throws CheckpointException {
    if (content == null) {
      throw wrong("bytes");
    }
    return content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The message inside. */
  public Fields message() throws CheckpointException {
    return new Fields(bytes());
  }

  private ByteBuffer bytes(int length) throws CheckpointException {
    ByteBuffer inside = bytes();
    if (inside.remaining() != length) {
      throw wrong(length + " bytes");
    }
    return inside;
  }

  private CheckpointException wrong(String expected) {
    return new CheckpointException("damaged: field " + field + " is not " + expected);
  }

  private ByteBuffer take(long length) throws CheckpointException {
    if (length < 0 || length > bytes.remaining()) {
      throw new CheckpointException(
          "ends too early: a field takes "
              + Long.toUnsignedString(length)
              + " bytes, "
              + bytes.remaining()
              + " are left");
    }
    ByteBuffer taken = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return taken.order(ByteOrder.LITTLE_ENDIAN);
  }

  // Seven bits a byte, the lowest first; the top bit says that more follow.
  private long varint() throws CheckpointException {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      if (!bytes.hasRemaining()) {
        throw new CheckpointException("ends too early: within a number");
      }
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << 7 * i;
      if (next >= 0) {
        return value;
      }
    }
    throw new CheckpointException("damaged: a number of more than 64 bits");
  }
}
