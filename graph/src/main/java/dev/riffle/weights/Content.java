package dev.riffle.weights;

import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.FileBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What a file of weights is, by its first bytes. */
enum Content {
  /** What {@code torch.save} has written since PyTorch 1.6. */
  ZIP,
  /** What it wrote before. */
  PICKLE,
  SAFETENSORS;

  private static final int LOOK = 512;

  private static final Pattern ZIP_START =
      Pattern.compile("PK(\\x03\\x04|\\x05\\x06).*", Pattern.DOTALL);

  // Protocol 2 and later say so; the text protocols start with a global, a container or a number.
  private static final Pattern PICKLE_START =
      Pattern.compile(
          "\\x80[\\x02-\\x0f].*"
              + "|\\(*c[\\w.]+\\n[\\w.]+\\n.*"
              + "|\\((d|l|t)p\\d+\\n.*"
              + "|L\\d+L?\\n.*",
          Pattern.DOTALL);

  // The header's length, which is no text of eight letters, and the header.
  private static final Pattern SAFETENSORS_START =
      Pattern.compile("(?![\\t-~]{8}).{8}\\{.*", Pattern.DOTALL);

  // What people hand in by mistake.
  private static final Map<Pattern, String> OTHERS = others();

  private static Map<Pattern, String> others() {
    Map<String, String> others = new LinkedHashMap<>();
    others.put("(?i)\\s*<(!doctype html|html|head|body).*", "an HTML page, not the file itself");
    others.put("version https://git-lfs.*", "a Git LFS pointer: the file itself was not fetched");
    others.put("\\s*<.*", "an XML text");
    others.put("\\s*\\{.*", "a JSON text");
    others.put("\\x08[\\x01-\\x20][\\x12\\x1a\\x22\\x2a\\x32\\x3a\\x42].*", "an ONNX model");
    others.put("7767517\\s.*", "an ncnn network");
    others.put("\\x1f\\x8b.*", "a gzip archive: unpack it first");
    others.put(".{257}ustar.*", "a tar archive: unpack it first");
    others.put("(?-s:7z\\xbc\\xaf|Rar!).*", "an archive: unpack it first");
    others.put("\\x89HDF\\r\\n.*", "an HDF5 file");
    others.put("\\x93NUMPY.*", "a NumPy array");
    others.put("GGUF.*", "a GGUF file");
    others.put("(\\x89PNG|\\xff\\xd8\\xff|GIF8).*", "a picture");
    others.put("%PDF.*", "a PDF");
    others.put("\\x00*", "zeros");
    Map<Pattern, String> compiled = new LinkedHashMap<>();
    others.forEach((start, name) -> compiled.put(Pattern.compile(start, Pattern.DOTALL), name));
    return compiled;
  }

  /**
   * Looks.
   *
   * @throws CheckpointException if it is none of these, saying what it is instead
   */
  static Content of(FileBytes file) throws IOException {
    if (file.size() == 0) {
      throw new CheckpointException("expected a file of weights, found an empty file");
    }
    byte[] bytes = file.read(0, Math.min(LOOK, file.size()), "the beginning").array();
    String start = new String(bytes, StandardCharsets.ISO_8859_1);
    // First, since a header's length can look like anything, but nothing else has a brace there.
    if (SAFETENSORS_START.matcher(start).matches()) {
      return SAFETENSORS;
    }
    if (ZIP_START.matcher(start).matches()) {
      return ZIP;
    }
    if (PICKLE_START.matcher(start).matches()) {
      return PICKLE;
    }
    for (Map.Entry<Pattern, String> other : OTHERS.entrySet()) {
      if (other.getKey().matcher(start).matches()) {
        throw new CheckpointException(
            "expected a PyTorch checkpoint or safetensors, found " + other.getValue());
      }
    }
    throw new CheckpointException(
        "expected a PyTorch checkpoint or safetensors, found "
            + file.size()
            + " bytes that are neither, starting with 0x"
            + HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length)));
  }
}
