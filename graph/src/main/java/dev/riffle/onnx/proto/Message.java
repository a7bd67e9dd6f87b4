package dev.riffle.onnx.proto;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protobuf message to be written: fields, each a key (its number and the kind of what follows)
 * and a value. What is inside another message is led by its length, so a message knows its size
 * from the start; its arrays turn into bytes only while they are written.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
public final class Message {
  // The kinds of values.
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  /** Numbers that are turned into bytes at a time. */
  private static final int CHUNK = 16 * 1024;

  /** A part of the message that can be written again and again. */
  @FunctionalInterface
  private interface Part {
    void writeTo(OutputStream out) throws IOException;
  }

  private final List<Part> parts = new ArrayList<>();
  private long size;

  /** The bytes it takes. */
  public long size() {
    return size;
  }

  public void writeTo(OutputStream out) throws IOException {
    for (Part part : parts) {
      part.writeTo(out);
    }
  }

  public Message integer(int field, long value) {
    return varint(key(field, VARINT)).varint(value);
  }

  /** The same field again and again. */
  public Message integers(int field, long... values) {
    for (long value : values) {
      integer(field, value);
    }
    return this;
  }

  public Message real(int field, float value) {
    return varint(key(field, FIXED_32)).floats(new float[] {value});
  }

  public Message text(int field, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return delimited(field, utf8.length).bytes(utf8);
  }

  public Message message(int field, Message value) {
    delimited(field, value.size);
    return part(value.size, value::writeTo);
  }

  /** The numbers' bytes, little-endian. The array is read when the message is written. */
  public Message floats(int field, float[] values) {
    return delimited(field, (long) Float.BYTES * values.length).floats(values);
  }

  private static int key(int field, int kind) {
    return field << 3 | kind;
  }

  private Message delimited(int field, long length) {
    return varint(key(field, LENGTH_DELIMITED)).varint(length);
  }

  // Seven bits a byte, the lowest first; the top bit says that more follow.
  private Message varint(long value) {
    byte[] bytes = new byte[Math.max((Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7, 1)];
    for (int i = 0; i < bytes.length; i++) {
      int more = i < bytes.length - 1 ? 0x80 : 0;
      bytes[i] = (byte) (value >>> 7 * i & 0x7f | more);
    }
    return bytes(bytes);
  }

  private Message bytes(byte[] bytes) {
    return part(bytes.length, out -> out.write(bytes));
  }

  private Message floats(float[] values) {
    return part((long) Float.BYTES * values.length, out -> writeFloats(values, out));
  }

  private Message part(long length, Part part) {
    parts.add(part);
    size += length;
    return this;
  }

  private static void writeFloats(float[] values, OutputStream out) throws IOException {
    int room = Math.min(values.length, CHUNK);
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * room).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += room) {
      int count = Math.min(room, values.length - from);
      bytes.asFloatBuffer().put(values, from, count);
      out.write(bytes.array(), 0, Float.BYTES * count);
    }
  }
}
