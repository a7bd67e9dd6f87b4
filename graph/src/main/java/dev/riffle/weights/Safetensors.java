package dev.riffle.weights;

import com.google.gson.stream.JsonWriter;
import dev.riffle.graph.Tensor;
import dev.riffle.weights.file.AtomicFile;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.FileBytes;
import dev.riffle.weights.file.StoredTensor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: the length of a header in 64 bits, the header in JSON, padded by spaces,
 * and the tensors' bytes, each belonging to exactly one.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">its description</a>
 */
public final class Safetensors {
  private static final long LONGEST_HEADER = 100_000_000; // as the original
  static final String METADATA = "__metadata__";

  private Safetensors() {}

  /**
   * Reads a file.
   *
   * @throws CheckpointException if it is damaged or of another format
   */
  public static StateDict read(Path path) throws IOException {
    try (FileBytes file = FileBytes.open(path)) {
      return read(path.toString(), file);
    } catch (CheckpointException e) {
      throw new CheckpointException(path.toString(), e);
    }
  }

  static StateDict read(String source, FileBytes file) throws IOException {
    long length =
        file.read(0, Long.BYTES, "the header's length").order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > LONGEST_HEADER) {
      throw new CheckpointException(
          "a safetensors header of "
              + Long.toUnsignedString(length)
              + " bytes, expected 2 to "
              + LONGEST_HEADER);
    }
    long start = Long.BYTES + length;
    SafetensorsHeader header =
        SafetensorsHeader.read(file.read(Long.BYTES, length, "the safetensors header"));
    header.checkCovers(file.size() - start);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : header.entries()) {
      ByteBuffer bytes =
          file.read(
              start + entry.begin(),
              entry.end() - entry.begin(),
              CheckpointException.shown(entry.name()));
      tensors.put(entry.name(), new StoredTensor(entry.type(), entry.shape(), bytes));
    }
    return new StateDict(source, tensors, header.metadata());
  }

  /** Writes tensors as float32, else like {@link #write(Path, StateDict, Map)}. */
  public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    write(path, StateDict.of(path.toString(), tensors), metadata);
  }

  /**
   * Writes tensors in their types, with some words about them. The file is there at once and whole,
   * or not at all.
   *
   * @throws IllegalArgumentException if a tensor has the name that the format keeps for itself
   */
  public static void write(Path path, StateDict dict, Map<String, String> metadata)
      throws IOException {
    if (dict.tensors().containsKey(METADATA)) {
      throw new IllegalArgumentException("no tensor can be named " + METADATA);
    }
    // The widest numbers first, so that all of them are aligned; the header keeps the dict's order.
    List<Map.Entry<String, StoredTensor>> laidOut = new ArrayList<>(dict.tensors().entrySet());
    laidOut.sort(Comparator.comparingInt(entry -> -entry.getValue().type().width()));
    Map<String, Long> begins = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, StoredTensor> entry : laidOut) {
      begins.put(entry.getKey(), end);
      end += entry.getValue().bytes().remaining();
    }
    ByteBuffer header = header(dict, begins, metadata);
    AtomicFile.write(
        path,
        channel -> {
          write(channel, header);
          for (Map.Entry<String, StoredTensor> entry : laidOut) {
            write(channel, entry.getValue().bytes());
          }
        });
  }

  // With its length before it, padded to a multiple of eight.
  private static ByteBuffer header(
      StateDict dict, Map<String, Long> begins, Map<String, String> metadata) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name(METADATA).beginObject();
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
      }
      for (Map.Entry<String, StoredTensor> entry : dict.tensors().entrySet()) {
        StoredTensor tensor = entry.getValue();
        long begin = begins.get(entry.getKey());
        json.name(entry.getKey()).beginObject();
        json.name("dtype").value(tensor.type().safetensors());
        json.name("shape").beginArray();
        for (int size : tensor.shape()) {
          json.value(size);
        }
        json.endArray().name("data_offsets").beginArray();
        json.value(begin).value(begin + tensor.bytes().remaining()).endArray().endObject();
      }
      json.endObject();
    }
    ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.getBuffer()));
    int padded = (utf8.remaining() + 7) & -8;
    ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(padded).put(utf8);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
