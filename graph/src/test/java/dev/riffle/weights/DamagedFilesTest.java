package dev.riffle.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Tensor;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a file, it is told in one line or does not matter. */
class DamagedFilesTest {
  private static final byte[] SIX = PickleWriter.floats(0, 1, 2, 3, 4, 5);

  @TempDir Path folder;

  private static byte[] pickle() {
    PickleWriter content = new PickleWriter().raw("}").text("epoch").raw("K\u0003s");
    content.text("state_dict").global("collections", "OrderedDict").raw(")R(");
    long[][] plain = {{2, 3}, {3, 1}};
    content.text("a.weight").tensor("FloatStorage", "0", 6, 0, plain);
    long[][] turned = {{3, 2}, {1, 3}};
    content.text("b.weight").tensor("FloatStorage", "0", 6, 0, turned);
    long[][] number = {{}, {}};
    content.text("count").tensor("LongStorage", "1", 3, 1, number).raw("us");
    return content.bytes();
  }

  private Path zip(int method) throws IOException {
    return CheckpointFiles.zip(
        folder.resolve("z"),
        method,
        Map.of("r/data.pkl", pickle(), "r/data/0", SIX, "r/data/1", new byte[24]));
  }

  private Path legacy() throws IOException {
    // Its second storage is as wide as the first here, so that both can be written alike.
    byte[] pickle =
        new String(pickle(), java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("LongStorage", "IntStorage")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    return CheckpointFiles.legacy(folder.resolve("l"), 4, pickle, "0", SIX, "1", new byte[12]);
  }

  private Path safetensors() throws IOException {
    Path path = folder.resolve("s");
    Safetensors.write(
        path,
        Map.of("a.weight", new Tensor(new float[6], 2, 3), "b", new Tensor(new float[1])),
        Map.of("epoch", "3"));
    return path;
  }

  // Returns whether it could be read.
  private boolean survives(byte[] bytes, String what) throws IOException {
    Path path = Files.write(folder.resolve("damaged"), bytes);
    try {
      StateDict.read(path).weights();
      return true;
    } catch (CheckpointException e) {
      assertEquals(1, e.getMessage().lines().count(), what);
      assertTrue(e.getMessage().startsWith(path + ": "), what);
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what + ": " + e, e);
    }
  }

  private void damage(Path path) throws IOException {
    byte[] whole = Files.readAllBytes(path);
    assertTrue(survives(whole, "whole"));
    for (int length = 0; length < whole.length; length++) {
      assertTrue(!survives(Arrays.copyOf(whole, length), "cut at " + length), "cut at " + length);
    }
    Random random = new Random(7);
    int refused = 0;
    for (int at = 0; at < whole.length; at++) {
      int change = 1 + random.nextInt(255);
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) change;
      refused += survives(damaged, "byte " + at + " changed by " + change) ? 0 : 1;
    }
    assertTrue(refused > whole.length / 4, "only " + refused + " of " + whole.length);
    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 2 + random.nextInt(8); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      survives(damaged, "round " + round);
    }
  }

  @Test
  void damageToAZipIsTold() throws IOException {
    damage(zip(ZipEntry.STORED));
  }

  @Test
  void damageToACompressedZipIsTold() throws IOException {
    damage(zip(ZipEntry.DEFLATED));
  }

  @Test
  void damageToALegacyFileIsTold() throws IOException {
    damage(legacy());
  }

  @Test
  void damageToSafetensorsIsTold() throws IOException {
    damage(safetensors());
  }

  // Behind a zip's checksum, where damage is no accident
  @Test
  void anyPickleIsReadOrRefused() throws IOException {
    byte[] whole = pickle();
    Random random = new Random(8);
    for (int round = 0; round < 1_000; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        int at = 2 + random.nextInt(damaged.length - 3);
        damaged[at] =
            random.nextBoolean()
                ? (byte) random.nextInt(256)
                : damaged[2 + random.nextInt(damaged.length - 3)];
      }
      Path path = CheckpointFiles.zip(folder.resolve("p"), damaged, "0", SIX, "1", new byte[24]);
      survives(Files.readAllBytes(path), "round " + round);
    }
  }
}
