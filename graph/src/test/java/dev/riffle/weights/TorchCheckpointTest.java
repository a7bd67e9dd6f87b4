package dev.riffle.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.testing.Shared;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import dev.riffle.weights.file.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchCheckpointTest {
  private static final byte[] SIX = PickleWriter.floats(0, 1, 2, 3, 4, 5);

  @TempDir Path folder;

  private static long[] of(long... numbers) {
    return numbers;
  }

  private static PickleWriter dict() {
    return new PickleWriter().raw("}");
  }

  private StateDict read(PickleWriter content, Object... storages) throws IOException {
    return StateDict.read(CheckpointFiles.zip(folder.resolve("a.pth"), content.bytes(), storages));
  }

  private String refusal(PickleWriter content, Object... storages) {
    return assertThrows(CheckpointException.class, () -> read(content, storages))
        .getMessage()
        .replace(folder.toString() + "/", "");
  }

  private static void assertSame(StateDict expected, StateDict found) {
    assertEquals(List.copyOf(expected.tensors().keySet()), List.copyOf(found.tensors().keySet()));
    expected
        .tensors()
        .forEach(
            (name, tensor) -> {
              assertEquals(tensor.toString(), found.get(name).toString(), name);
              assertEquals(tensor.bytes(), found.get(name).bytes(), name);
            });
  }

  // What PyTorch 1.13's torch.load finds: number of tensors and the sum of all magnitudes.
  @ParameterizedTest
  @CsvSource({
    "weights/nanodet_m.ckpt, 421, 11585629.506964998",
    "weights/nanodet_m_416.ckpt, 421, 12664050.89804606",
    "fixtures/torchvision/shufflenet_v2_x0_5_10class.pth, 338, 22944.168299036595",
    "fixtures/torchvision/mobilenet_v2_100class.pth, 314, 171671.23055031564"
  })
  void readsWhatTorchReads(String file, int tensors, double magnitudes) throws IOException {
    StateDict dict = StateDict.read(Shared.path(file));
    assertEquals(tensors, dict.tensors().size());
    double sum =
        dict.tensors().values().stream()
            .mapToDouble(tensor -> Arrays.stream(tensor.toDoubles()).map(Math::abs).sum())
            .sum();
    assertEquals(magnitudes, sum, 1e-10 * magnitudes);
  }

  @Test
  void aPrefixComesOff() throws IOException {
    StateDict dict = StateDict.read(Shared.path("weights/nanodet_m.ckpt")).under("model.");
    assertEquals(421, dict.tensors().size());
    StoredTensor first = dict.get("backbone.conv1.0.weight");
    assertArrayEquals(new int[] {24, 3, 3, 3}, first.shape());
    assertEquals(-0.3351120352745056, first.toDoubles()[647]);
    assertArrayEquals(new int[0], dict.get("backbone.conv1.1.num_batches_tracked").shape());
  }

  @Test
  void bothFormsHoldTheSame() throws IOException {
    Path torchvision = Shared.path("fixtures/torchvision");
    assertSame(
        StateDict.read(torchvision.resolve("shufflenet_v2_x0_5_10class.pth")),
        StateDict.read(torchvision.resolve("shufflenet_v2_x0_5_10class_legacy.pth")));
  }

  @Test
  void stridesAreFollowed() throws IOException {
    PickleWriter content =
        dict().text("plain").tensor("FloatStorage", "0", 6, 0, of(2, 3), of(3, 1)).raw("s");
    content.text("turned").tensor("FloatStorage", "0", 6, 0, of(3, 2), of(1, 3)).raw("s");
    content.text("part").tensor("FloatStorage", "0", 6, 1, of(2, 2), of(3, 1)).raw("s");
    content.text("spread").tensor("FloatStorage", "0", 6, 4, of(2, 2), of(0, 0)).raw("s");
    content.text("number").tensor("FloatStorage", "0", 6, 5, of(), of()).raw("s");
    content.text("none").tensor("FloatStorage", "0", 6, 0, of(2, 0, 3), of(3, 3, 1)).raw("s");
    content.text("one").tensor("FloatStorage", "0", 6, 2, of(1, 1), of(99, 77)).raw("s");
    StateDict dict = read(content, "0", SIX);
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, dict.get("plain").toTensor().data());
    assertArrayEquals(new float[] {0, 3, 1, 4, 2, 5}, dict.get("turned").toTensor().data());
    assertArrayEquals(new float[] {1, 2, 4, 5}, dict.get("part").toTensor().data());
    assertArrayEquals(new float[] {4, 4, 4, 4}, dict.get("spread").toTensor().data());
    assertArrayEquals(new float[] {5}, dict.get("number").toTensor().data());
    assertEquals("float32[2, 0, 3]", dict.get("none").toString());
    assertArrayEquals(new float[] {2}, dict.get("one").toTensor().data());
  }

  @Test
  void everyTypeIsKnown() throws IOException {
    for (DataType type : DataType.values()) {
      byte[] bytes = new byte[2 * type.width()];
      bytes[type.width()] = 1;
      StateDict dict =
          read(
              dict().text("w").tensor(type.storage(), "k", 2, 1, of(1), of(1)).raw("s"),
              "k",
              bytes);
      assertEquals(type, dict.get("w").type());
      assertEquals(1, dict.get("w").bytes().get(0), type.torch());
    }
  }

  // Such a storage counts bytes; the tensor says what they are.
  @Test
  void untypedStoragesAreReadAsTheTensorSays() throws IOException {
    PickleWriter content = dict().text("w").global("torch._utils", "_rebuild_tensor_v3").raw("(");
    content.raw("(").text("storage").global("torch.storage", "UntypedStorage").text("0");
    content.text("cpu").integer(24).raw("tQ").integer(1).integers(2).integers(2);
    content.raw(0x89).raw("}").global("torch", "float32").raw("t").raw("R").raw("s");
    assertArrayEquals(new float[] {1, 3}, read(content, "0", SIX).get("w").toTensor().data());
  }

  @Test
  void parametersAreTensors() throws IOException {
    PickleWriter content = dict().text("w").global("torch._utils", "_rebuild_parameter").raw("(");
    content.tensor("FloatStorage", "0", 6, 0, of(6), of(1)).raw(0x88).raw("}t").raw("R").raw("s");
    assertEquals(6, read(content, "0", SIX).get("w").elements());
  }

  @Test
  void bigEndianNumbersAreTurned() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    PickleWriter content =
        dict().text("w").tensor("FloatStorage", "0", 1, 0, of(1), of(1)).raw("s");
    entries.put("r/data.pkl", content.bytes());
    entries.put("r/byteorder", "big".getBytes());
    entries.put("r/data/0", new byte[] {0x3f, (byte) 0x80, 0, 0});
    Path path = CheckpointFiles.zip(folder.resolve("b.pth"), ZipEntry.DEFLATED, entries);
    assertArrayEquals(new float[] {1}, StateDict.read(path).get("w").toTensor().data());
    entries.put("r/byteorder", "middle".getBytes());
    CheckpointFiles.zip(path, ZipEntry.DEFLATED, entries);
    var e = assertThrows(CheckpointException.class, () -> StateDict.read(path));
    assertEquals(path + ": byte order: expected little or big, found middle", e.getMessage());
  }

  @Test
  void legacyViewsShareTheirRoot() throws IOException {
    PickleWriter content = dict().text("w").global("torch._utils", "_rebuild_tensor").raw("(");
    content.raw("(").text("storage").global("torch", "FloatStorage").text("root").text("cpu");
    content.integer(6).raw("(").text("view").integer(2).integer(3).raw("ttQ");
    content.integer(1).integers(2).integers(1).raw("tRs");
    Path path = CheckpointFiles.legacy(folder.resolve("v.pth"), 4, content.bytes(), "root", SIX);
    assertArrayEquals(new float[] {3, 4}, StateDict.read(path).get("w").toTensor().data());
  }

  @Test
  void aViewDoesNotReachBeyondItsPart() throws IOException {
    PickleWriter content = dict().text("w").global("torch._utils", "_rebuild_tensor").raw("(");
    content.raw("(").text("storage").global("torch", "FloatStorage").text("root").text("cpu");
    content.integer(6).raw("(").text("view").integer(2).integer(3).raw("ttQ");
    content.integer(1).integers(3).integers(1).raw("tRs");
    Path path = CheckpointFiles.legacy(folder.resolve("v.pth"), 4, content.bytes(), "root", SIX);
    var e = assertThrows(CheckpointException.class, () -> StateDict.read(path));
    assertEquals(
        path + ": w: shape [3] with strides [1] from 1 on reaches outside its storage of 3",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "posix, system",
    "nt, system",
    "os, system",
    "subprocess, Popen",
    "builtins, eval",
    "builtins, exec",
    "builtins, getattr",
    "__builtin__, eval",
    "torch, load",
    "torch.hub, load",
    "pathlib, PosixPath",
    "torch.jit._script, unpackage_script_module",
    "collections.OrderedDict, __init__"
  })
  void otherNamesAreRefusedByName(String module, String name) throws IOException {
    String expected =
        ": refused to load "
            + module
            + "."
            + name
            + ": a checkpoint needs only tensors, and nothing else in a file is ever run";
    PickleWriter sole = new PickleWriter().global(module, name).raw("(").text("ls").raw("tR");
    assertEquals("a.pth" + expected, refusal(sole));
    // Beside a good state dict, and by the instruction of protocol 4
    PickleWriter beside = dict().text("state_dict").raw("}").text("w");
    beside.tensor("FloatStorage", "0", 6, 0, of(6), of(1)).raw("ss");
    beside.text("extra").text(module).text(name).raw(0x93).raw("s");
    assertEquals("a.pth" + expected, refusal(beside, "0", SIX));
    // By the instruction of protocol 0 that names and calls at once
    assertEquals("a.pth" + expected, refusal(dict().raw("(i" + module + "\n" + name + "\n")));
    Path legacy = CheckpointFiles.legacy(folder.resolve("l.pth"), 4, sole.bytes());
    var e = assertThrows(CheckpointException.class, () -> StateDict.read(legacy));
    assertEquals(legacy + expected, e.getMessage());
  }

  @Test
  void aBarePickleIsRefusedByNameToo() throws IOException {
    for (String pickle :
        List.of("\u0080\u0002cposix\nsystem\n.", "cposix\nsystem\np0\n(S'ls'\ntR.")) {
      Path path = Files.write(folder.resolve("evil.ckpt"), new PickleWriter().raw(pickle).bytes());
      Files.write(path, pickle.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      var e = assertThrows(CheckpointException.class, () -> StateDict.read(path));
      assertTrue(e.getMessage().contains("evil.ckpt: refused to load posix.system:"), e::toString);
    }
  }

  @Test
  void aRefusalIsOneLine() {
    String message = refusal(dict().text("a\nb\u001b[2J").text("c\r" + "d".repeat(999)).raw(0x93));
    assertTrue(message.startsWith("a.pth: refused to load a?b?[2J.c?ddd"), message);
    assertTrue(message.length() < 300 && message.lines().count() == 1, message);
  }

  @Test
  void whatStandsBesideTheStateDictIsIgnored() throws IOException {
    PickleWriter content = dict().text("epoch").integer(3).raw("s");
    content.text("hyper_parameters").global("argparse", "Namespace").raw(")").raw(0x81);
    content.raw("}").text("lr").raw("F0.1\n").raw("sbs");
    content.text("optimizer").raw("}").text("a").tensor("FloatStorage", "0", 6, 0, of(1), of(1));
    content.raw("s").text("b").tensor("FloatStorage", "0", 6, 0, of(1), of(1)).raw("ss");
    String callbacks = "pytorch_lightning.callbacks.model_checkpoint";
    content.text("callbacks").raw("}").global(callbacks, "ModelCheckpoint").raw("}ss");
    content.text("milestones").global("collections", "Counter").raw("}").raw(0x85).raw("Rs");
    content.text("state_dict").global("collections", "OrderedDict").raw(")R");
    content.text("w").tensor("FloatStorage", "0", 6, 0, of(6), of(1)).raw("s");
    content.raw("}").text("_metadata").raw("}sb").raw("s");
    assertEquals(List.of("w"), List.copyOf(read(content, "0", SIX).tensors().keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "model", "net", "ema"})
  void theStateDictIsFoundWhereverItIs(String place) throws IOException {
    PickleWriter content = dict().text(place).raw("}");
    content.text("w").tensor("FloatStorage", "0", 6, 0, of(6), of(1)).raw("s");
    content.text("v").tensor("FloatStorage", "0", 6, 0, of(1), of(1)).raw("ss");
    content.text("step").tensor("FloatStorage", "0", 6, 0, of(), of()).raw("s");
    assertEquals(List.of("w", "v"), List.copyOf(read(content, "0", SIX).tensors().keySet()));
  }

  /** As timm takes it too: averages do better than the numbers they follow. */
  @ParameterizedTest
  @ValueSource(strings = {"state_dict_ema", "model_ema"})
  void theAverageIsTakenWhereTheModelStandsBesideIt(String place) throws IOException {
    PickleWriter content = dict().text("model").raw("}");
    content.text("w").tensor("FloatStorage", "0", 6, 0, of(6), of(1)).raw("ss");
    content.text(place).raw("}");
    content.text("module.w").tensor("FloatStorage", "0", 6, 0, of(6), of(1)).raw("ss");
    assertEquals(List.of("module.w"), List.copyOf(read(content, "0", SIX).tensors().keySet()));
  }

  @Test
  void aCheckpointWithoutTensorsIsRefused() {
    assertEquals(
        "a.pth: expected a dict of tensors, or one under state_dict or model, found no tensor",
        refusal(dict().text("epoch").integer(3).raw("s")));
    assertEquals(
        "a.pth: the checkpoint's content: expected a dict of tensors, found a list or tuple",
        refusal(new PickleWriter().raw("]")));
  }

  @Test
  void sizesThatLieAreRefused() {
    long huge = 1L << 60;
    long[][][] lies = {
      {of(7), of(1)},
      {of(2, 3), of(4, 1)},
      {of(huge), of(1)},
      {of(-1), of(1)},
      {of(2, -3), of(3, 1)},
      {of(2), of(-1)},
      {of(2), of(huge)},
      {of(3, 3), of(Long.MAX_VALUE, Long.MAX_VALUE)},
      {of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE), of(0, 0, 0)},
      {of(1 << 28), of(0)},
      {of(6), of()},
      {new long[100], new long[100]}
    };
    for (long[][] lie : lies) {
      PickleWriter content = dict().text("w").tensor("FloatStorage", "0", 6, 0, lie).raw("s");
      String message = refusal(content, "0", SIX);
      assertTrue(message.startsWith("a.pth: "), message);
    }
    for (long offset : of(-1, 6, huge, Long.MAX_VALUE, Long.MIN_VALUE)) {
      refusal(
          dict().text("w").tensor("FloatStorage", "0", 6, offset, of(1), of(1)).raw("s"), "0", SIX);
    }
    for (long elements : of(-1, 7, huge, Long.MAX_VALUE, Long.MIN_VALUE)) {
      PickleWriter content =
          dict().text("w").tensor("FloatStorage", "0", elements, 0, of(1), of(1)).raw("s");
      refusal(content, "0", SIX);
      Path path = folder.resolve("lie.pth");
      assertThrows(
          CheckpointException.class,
          () -> StateDict.read(CheckpointFiles.legacy(path, 4, content.bytes(), "0", SIX)));
    }
  }

  @Test
  void aTensorWithoutItsNumbersIsNamed() {
    PickleWriter content =
        dict().text("head.w").tensor("FloatStorage", "12", 6, 0, of(6), of(1)).raw("s");
    assertEquals(
        "a.pth: head.w: the archive lacks any name/data/12, which holds its numbers",
        refusal(content, "0", SIX));
    assertEquals(
        "a.pth: head.w: any name/data/12 has 20 bytes, expected 24",
        refusal(content, "12", Arrays.copyOf(SIX, 20)));
  }

  @Test
  void aDamagedStorageIsNoticed() throws IOException {
    PickleWriter content =
        dict().text("w").tensor("FloatStorage", "0", 6, 0, of(6), of(1)).raw("s");
    Path path = CheckpointFiles.zip(folder.resolve("a.pth"), content.bytes(), "0", SIX);
    byte[] bytes = Files.readAllBytes(path);
    String latin1 = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    bytes[latin1.indexOf("\u0000\u0000\u0080\u003f")] ^= 1; // in the first number, 1.0
    Files.write(path, bytes);
    var e = assertThrows(CheckpointException.class, () -> StateDict.read(path));
    assertEquals(path + ": w: any name/data/0 is damaged: its checksum differs", e.getMessage());
  }

  @Test
  void anEntryThatIsThereTwiceIsRefused() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a/data.pkl", dict().bytes());
    entries.put("a/data/00", SIX);
    entries.put("a/data/01", SIX);
    Path path = CheckpointFiles.zip(folder.resolve("a.pth"), ZipEntry.STORED, entries);
    String latin1 = Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1);
    Files.writeString(
        path, latin1.replace("data/01", "data/00"), java.nio.charset.StandardCharsets.ISO_8859_1);
    var e = assertThrows(CheckpointException.class, () -> StateDict.read(path));
    assertEquals(path + ": the archive holds a/data/00 twice", e.getMessage());
  }

  // 100 MB of zeros shrink to 100 kB.
  @Test
  void aZipBombIsRefused() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    PickleWriter content =
        dict().text("w").tensor("FloatStorage", "0", 25_000_000, 0, of(1), of(1)).raw("s");
    entries.put("r/data.pkl", content.bytes());
    entries.put("r/data/0", new byte[100_000_000]);
    Path path = CheckpointFiles.zip(folder.resolve("b.pth"), ZipEntry.DEFLATED, entries);
    var e = assertThrows(CheckpointException.class, () -> StateDict.read(path));
    assertTrue(e.getMessage().endsWith("asks for more than 16 times its size"), e::toString);
  }

  @Test
  void manyTensorsOfOneStorageShareItsBytes() throws IOException {
    byte[] numbers = new byte[4 << 20];
    PickleWriter content = dict();
    for (int i = 0; i < 200; i++) {
      content.text("w" + i).tensor("FloatStorage", "0", 1 << 20, 0, of(1 << 20), of(1)).raw("s");
    }
    assertTrue(refusal(content, "0", numbers).contains("16 times"));
  }

  @Test
  void bombsInThePickleAreRefused() {
    // A million lists in lists
    assertEquals(
        "a.pth: the checkpoint's content: expected a dict of tensors, found a list or tuple",
        refusal(new PickleWriter().raw("]".repeat(1_000_000)).raw("a".repeat(999_999))));
    // Tuples that hold the last one twice: 2⁹⁹ leaves
    PickleWriter doubling = new PickleWriter().raw("N");
    for (int i = 0; i < 99; i++) {
      doubling.raw("2").raw(0x86);
    }
    // as a key of a dict, which Python would hash
    assertEquals(
        "a.pth: expected a dict of tensors, or one under state_dict or model, found no tensor",
        refusal(new PickleWriter().raw("}").raw(doubling.body()).raw("Ns")));
    // A dict that holds itself
    refusal(dict().raw("2").text("me").raw("q\u0000" + "0").raw("2").raw("h\u0000").raw("2s"));
    // More instructions than any checkpoint has
    assertEquals(
        "a.pth: its pickle takes more than 2097152 steps",
        refusal(new PickleWriter().raw("N2".repeat(1 << 20)).raw("2")));
    // A list that is copied again and again
    PickleWriter copies = new PickleWriter().raw("](").raw("N".repeat(100_000)).raw("eq\u0000");
    for (int i = 0; i < 100; i++) {
      copies.global("collections", "OrderedDict").raw("h\u0000").raw(0x85).raw("R");
    }
    refusal(copies);
    // Counts of bytes that are not there
    for (String count : List.of("X\u00ff\u00ff\u00ff\u007f", "\u008b\u00ff\u00ff\u00ff\u00ff")) {
      refusal(dict().raw(count));
    }
    refusal(dict().raw(0x8d, 255, 255, 255, 255, 255, 255, 255, 255));
    refusal(dict().raw(0x8e, 0, 0, 0, 0, 0, 0, 0, 16));
  }

  @Test
  void nonsenseForTheMachineIsRefused() {
    for (String nonsense :
        List.of(
            "00",
            "1",
            "R",
            "b",
            "s",
            "u",
            "e",
            "a",
            "t",
            "(R",
            "h\u0009",
            "g9\n",
            "gx\n",
            "I1x\n",
            "L\n",
            "Fx\n",
            "Sx\n",
            "Q",
            "P0\n",
            "z",
            "\u0080\u0006",
            "\u0097",
            "\u0082\u0001",
            "(o",
            "NNR",
            "N)R",
            "}NR",
            "]Nb",
            "NNs",
            "(Nu",
            "(N(d",
            "\u0093",
            "NN\u0093",
            "))\u0092",
            "U\u0005ab",
            "cposix",
            "(NNNNNtQ",
            "ctorch\nfloat32\n)R",
            "ctorch._utils\n_rebuild_tensor_v2\n)R",
            "ctorch._utils\n_rebuild_tensor_v2\n(NNNNNNtR",
            "ctorch._utils\n_rebuild_tensor_v3\n(NNNNNNNtR",
            "ctorch._utils\n_rebuild_parameter\n(NNNtR",
            "ctorch._tensor\n_rebuild_from_type_v2\n(NNNNtR",
            "ctorch._tensor\n_rebuild_from_type_v2\n(N)))tR",
            "ccollections\nOrderedDict\n(NtR",
            "ccollections\nOrderedDict\n(](NtetR")) {
      String message = refusal(dict().raw(nonsense));
      assertTrue(message.startsWith("a.pth: "), message);
    }
  }
}
