package dev.riffle.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a pickle instruction by instruction, protocol 2 unless said otherwise. */
final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Instructions and their operands as they are: characters of Latin-1. */
  PickleWriter raw(String latin1) {
    out.writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  PickleWriter raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  PickleWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return raw("X").little(utf8.length, 4).raw(new String(utf8, StandardCharsets.ISO_8859_1));
  }

  PickleWriter integer(long value) {
    return raw(0x8a, 8).little(value, 8);
  }

  PickleWriter integers(long... values) {
    raw("(");
    for (long value : values) {
      integer(value);
    }
    return raw("t");
  }

  PickleWriter global(String module, String name) {
    return raw("c" + module + "\n" + name + "\n");
  }

  private PickleWriter little(long value, int count) {
    for (int i = 0; i < count; i++) {
      out.write((int) (value >> 8 * i));
    }
    return this;
  }

  /** A reference to a storage, as the newer form has it. */
  PickleWriter storage(String type, String key, long elements) {
    raw("(").text("storage").global("torch", type).text(key).text("cpu");
    return integer(elements).raw("tQ");
  }

  /** A tensor; its shape and strides follow as pairs of one length each. */
  PickleWriter tensor(String type, String key, long elements, long offset, long[]... geometry) {
    global("torch._utils", "_rebuild_tensor_v2").raw("(").storage(type, key, elements);
    integer(offset).integers(geometry[0]).integers(geometry[1]);
    return raw(0x89).global("collections", "OrderedDict").raw(")Rt").raw("R");
  }

  /** What is written so far, for {@link #raw(String)} of another. */
  String body() {
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /** Ends it. */
  byte[] bytes() {
    byte[] body = out.toByteArray();
    byte[] all = new byte[body.length + 3];
    all[0] = (byte) 0x80;
    all[1] = 2;
    System.arraycopy(body, 0, all, 2, body.length);
    all[all.length - 1] = '.';
    return all;
  }

  /** Float32 numbers as storages hold them. */
  static byte[] floats(float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }
}
