package dev.riffle.weights.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class StoredTensorTest {
  private static StoredTensor stored(DataType type, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return new StoredTensor(type, new int[] {bytes.length / type.width()}, ByteBuffer.wrap(bytes));
  }

  // Bit patterns from IEEE 754-2008's binary16: one, −2, largest, smallest, 1/3, infinities.
  @Test
  void halvesAreExact() {
    StoredTensor halves = stored(DataType.FLOAT16, "003c 00c0 ff7b 0100 5535 007c 00fc 0080 ff03");
    float[] numbers = halves.toTensor().data();
    assertArrayEquals(
        new float[] {
          1,
          -2,
          65504,
          0x1p-24f,
          0.333251953125f,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          -0f,
          0x1.ff8p-15f
        },
        numbers);
    assertTrue(Float.isNaN(stored(DataType.FLOAT16, "017e").toTensor().data()[0]));
  }

  @Test
  void bfloatsAreTheUpperHalfOfFloats() {
    assertArrayEquals(
        new double[] {1, -2.5, 3.140625, 0x1p-133},
        stored(DataType.BFLOAT16, "803f 20c0 4940 0100").toDoubles());
  }

  @Test
  void integersKeepTheirSign() {
    assertArrayEquals(new long[] {-1, 127}, stored(DataType.INT8, "ff 7f").toLongs());
    assertArrayEquals(new long[] {255, 127}, stored(DataType.UINT8, "ff 7f").toLongs());
    assertArrayEquals(new long[] {-2, 256}, stored(DataType.INT16, "feff 0001").toLongs());
    assertArrayEquals(new long[] {Integer.MIN_VALUE}, stored(DataType.INT32, "00000080").toLongs());
    StoredTensor long64 = stored(DataType.INT64, "ffffffffffffff7f");
    assertArrayEquals(new long[] {Long.MAX_VALUE}, long64.toLongs());
    assertArrayEquals(new float[] {0x1p63f}, long64.toTensor().data());
    assertArrayEquals(new float[] {0, 1, 1}, stored(DataType.BOOL, "00 01 02").toTensor().data());
  }

  // Just above the middle of two floats; as a double it would be the middle, and go down.
  @Test
  void longsAreRoundedOnce() {
    long value = (1L << 60) + (1L << 36) + 1;
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).flip();
    float[] number = new StoredTensor(DataType.INT64, new int[0], bytes).toTensor().data();
    assertEquals(0x1.000002p60f, number[0]);
  }

  @Test
  void onlyIntegersBecomeLongs() {
    var e = assertThrows(IllegalArgumentException.class, stored(DataType.FLOAT16, "003c")::toLongs);
    assertEquals("expected a tensor of integers, found float16[1]", e.getMessage());
  }

  @Test
  void theShapeMustTakeAllBytes() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new StoredTensor(DataType.INT16, new int[] {3}, ByteBuffer.allocate(4)));
    assertEquals("int16[3] takes 6 bytes, found 4", e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new StoredTensor(DataType.INT8, new int[] {-1, -4}, ByteBuffer.allocate(4)));
  }

  @Test
  void aTensorComesBack() {
    Tensor tensor = new Tensor(new float[] {1, -0f, Float.NaN, 3e-45f, 5, 6}, 2, 3, 1);
    StoredTensor stored = StoredTensor.of(tensor);
    assertEquals("float32[2, 3, 1]", stored.toString());
    assertArrayEquals(tensor.data(), stored.toTensor().data());
    assertThrows(java.nio.ReadOnlyBufferException.class, () -> stored.bytes().put(0, (byte) 1));
  }
}
