package dev.riffle.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Tensor;
import dev.riffle.testing.Shared;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import dev.riffle.weights.file.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;

  private Path file(long length, String header, int data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(text);
    return Files.write(folder.resolve("a.safetensors"), bytes.array());
  }

  private String refusal(String header, int data) throws IOException {
    Path path = file(header.length(), header, data);
    var e = assertThrows(CheckpointException.class, () -> Safetensors.read(path));
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    assertTrue(e.getMessage().startsWith(path + ": "), e.getMessage());
    return e.getMessage().substring(path.toString().length() + 2);
  }

  @Test
  void everyFixtureComesBack() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Shared.path("fixtures"))) {
      files = all.filter(path -> path.toString().endsWith(".safetensors")).toList();
    }
    assertTrue(files.size() > 20, files::toString);
    for (Path path : files) {
      StateDict dict = StateDict.read(path);
      Path copy = folder.resolve("copy");
      Safetensors.write(copy, dict, dict.metadata());
      StateDict again = Safetensors.read(copy);
      assertEquals(dict.metadata(), again.metadata());
      assertEquals(List.copyOf(dict.tensors().keySet()), List.copyOf(again.tensors().keySet()));
      dict.tensors()
          .forEach(
              (name, tensor) -> {
                assertEquals(tensor.toString(), again.get(name).toString());
                assertEquals(tensor.bytes(), again.get(name).bytes());
              });
    }
  }

  // fixtures/README.md: 20 pictures, 1000 classes; the two precisions agree to a few 1e-5.
  @Test
  void numbersAreThoseOfTheFixtures() throws IOException {
    StateDict dict =
        StateDict.read(
            Shared.path("fixtures/torchvision/shufflenet_v2_x0_5_10class_reference.safetensors"));
    double[] single = dict.get("logits").toDoubles();
    double[] twice = dict.get("logits_float64").toDoubles();
    assertArrayEquals(twice, single, 1e-4);
    assertTrue(Arrays.stream(twice).distinct().count() > 10);
  }

  @Test
  void theFileIsAsTheFormatSays() throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("b", new StoredTensor(DataType.INT8, new int[] {3}, ByteBuffer.wrap(new byte[3])));
    tensors.put("é\"", StoredTensor.of(new Tensor(new float[] {1}, 1, 1)));
    Path path = folder.resolve("w.safetensors");
    Safetensors.write(path, new StateDict("test", tensors, Map.of()), Map.of("made by", "hand"));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    assertEquals(0, length % 8);
    byte[] header = new byte[length];
    bytes.get(header);
    assertEquals(
        "{\"__metadata__\":{\"made by\":\"hand\"},"
            + "\"b\":{\"dtype\":\"I8\",\"shape\":[3],\"data_offsets\":[4,7]},"
            + "\"é\\\"\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]}}",
        new String(header, StandardCharsets.UTF_8).stripTrailing());
    assertEquals(1f, bytes.getFloat());
    assertEquals(3, bytes.remaining());
    try (Stream<Path> beside = Files.list(folder)) {
      assertEquals(List.of(path), beside.toList());
    }
  }

  @Test
  void tensorsAreWrittenOverAnOlderFile() throws IOException {
    Path path = Files.writeString(folder.resolve("w"), "older");
    Safetensors.write(path, Map.of("x", new Tensor(new float[0], 0, 3)), Map.of());
    assertEquals("float32[0, 3]", StateDict.read(path).get("x").toString());
  }

  @Test
  void nothingIsLeftWhereWritingFails() throws IOException {
    Path path = Files.createDirectories(folder.resolve("taken/inside")).getParent();
    assertThrows(IOException.class, () -> Safetensors.write(path, Map.of(), Map.of()));
    try (Stream<Path> beside = Files.list(folder)) {
      assertEquals(List.of(path), beside.toList());
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Safetensors.write(
                folder.resolve("x"),
                Map.of("__metadata__", new Tensor(new float[1], 1)),
                Map.of()));
  }

  @Test
  void anEmptyDictComesBack() throws IOException {
    Path path = folder.resolve("none");
    Safetensors.write(path, Map.of(), Map.of());
    assertEquals(Map.of(), Safetensors.read(path).tensors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|9|its tensors take 8 bytes, it has 9",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|7|ends too early: its tensors take 8 bytes, it has 7",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}|12|w: begins at byte 4, expected 0, where the one before ends",
        "{'v':{'dtype':'I8','shape':[4],'data_offsets':[0,4]},'w':{'dtype':'I8','shape':[4],'data_offsets':[2,6]}}|6|w: begins at byte 2, expected 4, where the one before ends",
        "{'v':{'dtype':'I8','shape':[4],'data_offsets':[0,4]},'w':{'dtype':'I8','shape':[4],'data_offsets':[0,4]}}|4|w: begins at byte 0, expected 4, where the one before ends",
        "{'v':{'dtype':'I8','shape':[4],'data_offsets':[0,4]},'v':{'dtype':'I8','shape':[4],'data_offsets':[4,8]}}|8|its header names v twice",
        "{'w':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|8|w: float32[3] does not take the bytes from 0 to 8",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|8|w: float32[2] does not take the bytes from 8 to 0",
        "{'w':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}}|0|w: float32[4294967296, 4294967296] does not take the bytes from 0 to 0",
        "{'w':{'dtype':'F32','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,8]}}|8|w: float32[2147483647, 2147483647, 2147483647] does not take the bytes from 0 to 8",
        "{'w':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|8|w: shape: expected whole numbers from 0 on, found -2",
        "{'w':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}|8|w: shape: expected whole numbers from 0 on, found 2.0",
        "{'w':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}|8|w: shape: expected NUMBER, found STRING",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0]}}|8|w: expected dtype, shape and two data_offsets",
        "{'w':{'dtype':'F32','shape':[2]}}|8|w: expected dtype, shape and two data_offsets",
        "{'w':{'dtype':'F32','shape':[2],'shape':[2],'data_offsets':[0,8]}}|8|w: shape stands there twice",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':1}}|8|w: expected dtype, shape and data_offsets, found more",
        "{'w':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}}|8|w: dtype: expected one of [BF16, BOOL, F16, F32, F64, I16, I32, I64, I8, U8], found F8_E4M3",
        "{'w':{'dtype':1,'shape':[8],'data_offsets':[0,8]}}|8|w: dtype: expected STRING, found NUMBER",
        "{'__metadata__':{'a':1}}|0|__metadata__: a: expected STRING, found NUMBER",
        "{} x|0|its header is not that of safetensors",
        "{}{}|0|its header is not that of safetensors",
        "{'w':[]}|0|its header is not that of safetensors",
        "{'w':{'dtype':'F32',}}|0|its header is not that of safetensors",
        "{w:1}|0|its header is not that of safetensors",
        "{'w':|0|its header is not that of safetensors",
        "{/*c*/}|0|its header is not that of safetensors"
      })
  void hostileHeadersAreRefused(String header, int data, String message) throws IOException {
    String found = refusal(header.replace('\'', '"'), data);
    assertTrue(
        message.endsWith("safetensors") ? found.startsWith(message) : found.equals(message), found);
  }

  @Test
  void aHeaderOfImpossibleLengthIsRefused() throws IOException {
    for (long length : new long[] {0, 1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      Path path = file(length, "{}", 0);
      var e = assertThrows(CheckpointException.class, () -> StateDict.read(path));
      assertEquals(
          path
              + ": a safetensors header of "
              + Long.toUnsignedString(length)
              + " bytes, expected 2 to 100000000",
          e.getMessage());
    }
    Path path = file(1000, "{}", 0);
    var e = assertThrows(CheckpointException.class, () -> StateDict.read(path));
    assertTrue(e.getMessage().contains(": ends too early: the safetensors header"), e::toString);
  }

  // 0x0280 begins like a pickle of protocol 2, 0x4b50 like a zip, 0x1208 like ONNX, 0x8b1f like
  // gzip.
  @Test
  void aHeaderOfAnyLengthIsRecognised() throws IOException {
    for (int length : new int[] {0x280, 0x480, 0x4b50, 0x1208, 0x8b1f, 0x3c3c, 0x7b20}) {
      Path path = file(length, "{}" + " ".repeat(length - 2), 0);
      assertEquals(Map.of(), StateDict.read(path).tensors());
    }
  }
}
