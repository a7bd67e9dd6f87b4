package dev.riffle.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.testing.Shared;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTest {
  @TempDir Path folder;

  private String refusal(Path path) {
    String message =
        assertThrows(CheckpointException.class, () -> StateDict.read(path)).getMessage();
    assertTrue(message.startsWith(path + ": "), message);
    assertEquals(1, message.lines().count());
    return message.substring(path.toString().length() + 2);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      delimiter = '|',
      value = {
        "|an empty file",
        "<!DOCTYPE html><html>|an HTML page, not the file itself",
        "  <HTML lang=en>|an HTML page, not the file itself",
        "<?xml version=1?>|an XML text",
        "{\"error\": 404}|a JSON text",
        "version https://git-lfs.github.com/spec/v1|a Git LFS pointer: the file itself was not fetched",
        "7767517 |an ncnn network",
        "\u001f\u008b\u0008|a gzip archive: unpack it first",
        "\u0089PNG|a picture",
        "\u0000\u0000\u0000|zeros",
        "weights|7 bytes that are neither, starting with 0x77656967687473"
      })
  void whatIsFoundIsNamed(String content, String found) throws IOException {
    byte[] bytes = content == null ? new byte[0] : content.getBytes(StandardCharsets.ISO_8859_1);
    String expected =
        bytes.length == 0
            ? "expected a file of weights, found "
            : "expected a PyTorch checkpoint or safetensors, found ";
    assertEquals(expected + found, refusal(Files.write(folder.resolve("w"), bytes)));
  }

  @Test
  void onnxIsNamed() {
    for (String file :
        new String[] {
          "weights/nanodet_m_320.onnx",
          "weights/nanodet_m_0.5x.onnx",
          "weights/shufflenet-v2-12-qdq.onnx",
          "fixtures/torchvision/shufflenet_v2_x0_5_100class_opset13.onnx"
        }) {
      assertTrue(refusal(Shared.path(file)).endsWith("found an ONNX model"), file);
    }
  }

  @Test
  void whatIsNoFileIsNamed() {
    assertEquals("expected a file of weights, found a folder", refusal(folder));
    assertEquals("no such file", refusal(folder.resolve("absent.pth")));
  }

  @Test
  void anInterruptedDownloadIsNamed() throws IOException {
    for (String file :
        new String[] {"shufflenet_v2_x0_5_10class.pth", "shufflenet_v2_x0_5_10class_legacy.pth"}) {
      byte[] whole = Files.readAllBytes(Shared.path("fixtures/torchvision").resolve(file));
      Path part = Files.write(folder.resolve(file), Arrays.copyOf(whole, whole.length / 2));
      String message = refusal(part);
      assertTrue(
          message.startsWith("ends too early: ")
              || message.startsWith("a damaged or incomplete zip archive"),
          message);
    }
  }

  @Test
  void anotherZipIsNamed() throws IOException {
    Path path = CheckpointFiles.zip(folder.resolve("w.zip"), 8, java.util.Map.of("a", new byte[1]));
    assertEquals(
        "expected a PyTorch checkpoint, found a zip archive with no data.pkl", refusal(path));
  }
}
