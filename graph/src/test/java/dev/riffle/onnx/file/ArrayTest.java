package dev.riffle.onnx.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.onnx.proto.Fields;
import dev.riffle.onnx.proto.Message;
import dev.riffle.onnx.proto.Schema;
import dev.riffle.weights.file.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Arrays in each of the ways that the format has for numbers. */
class ArrayTest {

  private static Message array(int type, long... dims) {
    return new Message()
        .integers(Schema.Tensor.DIMS, dims)
        .integer(Schema.Tensor.DATA_TYPE, type)
        .text(Schema.Tensor.NAME, "a");
  }

  private static Array read(Message message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.writeTo(bytes);
    return Array.read(new Fields(ByteBuffer.wrap(bytes.toByteArray())));
  }

  private static void assertNumbers(Message message, double... expected) throws IOException {
    assertArrayEquals(expected, read(message).tensor().toDoubles());
  }

  private static String refusal(Message message) {
    return assertThrows(CheckpointException.class, () -> read(message)).getMessage();
  }

  @Test
  void floatsMayBeRawPackedOrOneByOne() throws IOException {
    float[] numbers = {1.5f, -2};
    int type = Schema.DataType.FLOAT;
    assertNumbers(array(type, 2).floats(Schema.Tensor.RAW_DATA, numbers), 1.5, -2);
    assertNumbers(array(type, 2).floats(Schema.Tensor.FLOAT_DATA, numbers), 1.5, -2);
    assertNumbers(
        array(type, 2).real(Schema.Tensor.FLOAT_DATA, 1.5f).real(Schema.Tensor.FLOAT_DATA, -2),
        1.5,
        -2);
    assertNumbers(array(type).real(Schema.Tensor.FLOAT_DATA, 3), 3);
    assertNumbers(array(type, 0));
  }

  /** The bits of halves, and whole numbers of up to 32, stand in one field. */
  @Test
  void smallNumbersAreWrittenAsLargerOnes() throws IOException {
    int field = Schema.Tensor.INT32_DATA;
    assertNumbers(
        array(Schema.DataType.FLOAT16, 3).integers(field, 0x3c00, 0xc000, 0x3555),
        1,
        -2,
        0.333251953125);
    assertNumbers(array(Schema.DataType.BFLOAT16, 2).integers(field, 0x3f80, 0xc0a0), 1, -5);
    assertNumbers(array(Schema.DataType.INT8, 3).integers(field, -128, 127, -1), -128, 127, -1);
    assertNumbers(array(Schema.DataType.UINT8, 2).integers(field, 255, 0), 255, 0);
    assertNumbers(array(Schema.DataType.INT16, 2).integers(field, -300, 300), -300, 300);
    assertNumbers(array(Schema.DataType.INT32, 2).integers(field, -70_000, 7), -70_000, 7);
    assertNumbers(array(Schema.DataType.BOOL, 2).integers(field, 1, 0), 1, 0);
    // Packed
    assertNumbers(array(Schema.DataType.INT8, 3).text(field, "\u0001\u0002\u007f"), 1, 2, 127);
  }

  @Test
  void wholeNumbersMayBeLong() throws IOException {
    assertNumbers(
        array(Schema.DataType.INT64, 2).integers(Schema.Tensor.INT64_DATA, -1, 1L << 40),
        -1,
        1L << 40);
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertEquals(
        "array \"a\": its numbers lie in another file; expected a model in one file",
        refusal(array(Schema.DataType.FLOAT, 2).integer(Schema.Tensor.DATA_LOCATION, 1)));
    assertEquals(
        "array \"a\": expected numbers of type bfloat16, bool, float16, float32, float64, int16,"
            + " int32, int64, int8, uint8, found ONNX type 8",
        refusal(array(8, 1)));
    assertEquals(
        "array \"a\": float32[2] takes 8 bytes, found 4",
        refusal(array(Schema.DataType.FLOAT, 2).real(Schema.Tensor.FLOAT_DATA, 1)));
    assertEquals(
        "array \"a\": negative size in shape [-1]", refusal(array(Schema.DataType.FLOAT, -1)));
    assertEquals(
        "array \"a\": no array has the shape [4294967296]",
        refusal(array(Schema.DataType.FLOAT, 1L << 32)));
  }
}
