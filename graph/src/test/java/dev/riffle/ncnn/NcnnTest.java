package dev.riffle.ncnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Model;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import dev.riffle.testing.Shared;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NcnnTest {
  private static final Shape INPUT = new Shape(1, 1, 2);

  /** 2 · x + 1 and −x, leaky; then both halves turned around and behind one another. */
  private static final String PARAM =
      """
      7767517
      5 6
      Input in 0 1 x
      Convolution conv 1 1 x c 0=2 1=1 5=1 6=2 9=2 -23310=1,1.000000e-01
      Slice cut 1 2 c a b -23300=2,-233,-233 1=0
      Concat both 2 1 b a y 0=0
      Sigmoid s 1 1 y z
      """;

  @TempDir Path folder;

  private Path write(String param, byte[] bin) throws IOException {
    Files.write(folder.resolve("net.bin"), bin);
    return Files.writeString(folder.resolve("net.param"), param);
  }

  private static ByteBuffer bytes(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] float32(int tag) {
    return bytes(20).putInt(tag).putFloat(2).putFloat(-1).putFloat(1).putFloat(0).array();
  }

  // 2 and −1 as float16, which fill a word.
  private static byte[] float16() {
    return bytes(16)
        .putInt(0x01306B47)
        .putShort((short) 0x4000)
        .putShort((short) 0xbc00)
        .putFloat(1)
        .putFloat(0)
        .array();
  }

  private void assertWorkedByHand(byte[] bin) throws IOException {
    Model model = Ncnn.read(write(PARAM, bin), INPUT);
    try (Session session = new ReferenceExecutor().open(model)) {
      Tensor x = new Tensor(new float[] {3, -2}, 1, 1, 1, 2);
      float[] found = session.run(List.of(x)).get(0).data();
      // conv (7, −3) and (−3, 2), leaky (7, −0.3) and (−0.3, 2), turned around.
      float[] expected = {sigmoid(-0.3), sigmoid(2), sigmoid(7), sigmoid(-0.3)};
      assertArrayEquals(expected, found, 1e-6f);
    }
  }

  private static float sigmoid(double x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  @Test
  void aNetworkWorkedByHand() throws IOException {
    assertWorkedByHand(float32(0));
    assertWorkedByHand(float32(0x0002C056));
    assertWorkedByHand(float16());
  }

  /** Float16 arrays of an odd length are filled up to a whole word. */
  @Test
  void oddArraysEndAtAWholeWord() throws IOException {
    String param = PARAM.replace("0=2 1=1 5=1 6=2", "0=1 1=1 5=1 6=1").replace("5 6\n", "2 2\n");
    param = param.substring(0, param.indexOf("Slice"));
    byte[] bin = bytes(12).putInt(0x01306B47).putInt(0x3c00).putFloat(5).array();
    Model model = Ncnn.read(write(param, bin), INPUT);
    assertArrayEquals(new float[] {1}, model.weights().get("conv.weight").data());
    assertArrayEquals(new float[] {5}, model.weights().get("conv.bias").data());
  }

  private String refusal(String param, byte[] bin) throws IOException {
    Path path = write(param, bin);
    String message =
        assertThrows(CheckpointException.class, () -> Ncnn.read(path, INPUT)).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith(folder + "/net."), message);
    return message.substring(folder.toString().length() + 1);
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    assertTrue(
        refusal(PARAM.replace("Sigmoid", "Swish"), float32(0))
            .startsWith(
                "net.param: Swish \"s\": no such layer can be read; accepted are BinaryOp, Con"));
    assertEquals(
        "net.param: Convolution \"conv\": nothing is known of its setting 18=1",
        refusal(PARAM.replace("5=1", "5=1 18=1"), float32(0)));
    assertEquals(
        "net.param: Convolution \"conv\": stride's height (setting 13): expected 1, found 2",
        refusal(PARAM.replace("5=1", "5=1 13=2"), float32(0)));
    assertEquals(
        "net.param: Convolution \"conv\": weights (setting 6): expected 2, found 3",
        refusal(PARAM.replace("6=2", "6=3"), float32(0)));
    assertEquals(
        "net.param: Convolution \"conv\": slope: expected 0 or 0.1, found 0.2",
        refusal(PARAM.replace("1.0000", "2.0000"), float32(0)));
    assertEquals(
        "net.param: expected 7 layers, as it says, found 5",
        refusal(PARAM.replace("5 6\n", "7 6\n"), float32(0)));
    assertEquals(
        "net.param: expected an ncnn network, which begins with 7767517",
        refusal(PARAM.substring(1), float32(0)));
    assertEquals(
        "net.bin: Convolution \"conv\": expected float32 or float16 weights, found int8",
        refusal(PARAM, float32(0x000D4B38)));
    assertEquals(
        "net.bin: its layers take 20 bytes, it has 21",
        refusal(PARAM, Arrays.copyOf(float32(0), 21)));
    assertEquals(
        "net.bin: Convolution \"conv\": ends too early: an array of shape [2] takes 8 bytes from"
            + " byte 12 on, the file has 19",
        refusal(PARAM, Arrays.copyOf(float32(0), 19)));
  }

  /** Where they stand behind all others they change nothing that is read from the maps. */
  @Test
  void layersThatTurnNumbersAroundStandBehindTheNetwork() throws IOException {
    String turned = PARAM.replace("Sigmoid s 1 1 y z", "Permute turned 1 1 y z 0=3");
    assertEquals(1, Ncnn.read(write(turned, float32(0)), INPUT).graph().outputs().size());
    String within = PARAM.replace("Concat both 2 1 b a y 0=0", "Permute turned 1 1 a y 0=3");
    assertEquals(
        "net.param: Sigmoid \"s\": expected a map, found y, which stands behind the network",
        refusal(within, float32(0)));
  }

  @Test
  void theOtherFileMustBeThere() throws IOException {
    Path path = Files.writeString(folder.resolve("alone.param"), PARAM);
    assertEquals(
        folder.resolve("alone.bin") + ": no such file",
        assertThrows(CheckpointException.class, () -> Ncnn.read(path, INPUT)).getMessage());
  }

  @Test
  void changedFilesAreReadOrRefused() throws IOException {
    Random random = new Random(3);
    int refused = 0;
    for (int round = 0; round < 3_000; round++) {
      char[] text = PARAM.toCharArray();
      byte[] bin = float16();
      for (int i = 0; i < 1 + random.nextInt(2); i++) {
        text[random.nextInt(text.length)] = (char) (' ' + random.nextInt(95));
        bin[random.nextInt(bin.length)] = (byte) random.nextInt(256);
      }
      Path path = write(new String(text), bin);
      try {
        Ncnn.read(path, INPUT);
      } catch (CheckpointException e) {
        assertEquals(1, e.getMessage().lines().count());
        refused++;
      }
    }
    assertTrue(refused > 1_000, "only " + refused);
  }

  /** Counted, without us, over the file: 1,186,346 numbers stand in its layers. */
  @Test
  void thePublishedFileIsRead() throws IOException {
    Path file = Shared.path("weights/nanodet-plus-m_320.param");
    Model model = Ncnn.read(file, new Shape(3, 320, 320));
    assertEquals(1_186_346, model.graph().parameterCount());
    assertEquals(8, model.graph().outputs().size());
  }
}
