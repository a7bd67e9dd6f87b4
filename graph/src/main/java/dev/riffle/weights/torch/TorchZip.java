package dev.riffle.weights.torch;

import dev.riffle.weights.file.Budget;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.StoredTensor;
import dev.riffle.weights.torch.Pickled.Storage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The form of a checkpoint that {@code torch.save} has written since PyTorch 1.6: a zip archive
 * with a folder of any name, in it {@code data.pkl}, {@code byteorder}, and {@code data/KEY} for
 * each storage.
 */
public final class TorchZip {
  private static final String PICKLE = "data.pkl";

  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;
  private final Budget budget;

  private TorchZip(ZipFile zip, Budget budget) throws CheckpointException {
    this.zip = zip;
    this.entries = entries(zip);
    this.budget = budget;
  }

  /** The tensors of the archive's state dict. */
  public static Map<String, StoredTensor> read(Path path, long size) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return new TorchZip(zip, new Budget(size)).read();
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      // The JDK's reader tells of bad names by IllegalArgumentException.
      String reason = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
      throw new CheckpointException(
          "a damaged or incomplete zip archive" + CheckpointException.shown(reason));
    }
  }

  private static Map<String, ZipEntry> entries(ZipFile zip) throws CheckpointException {
    Map<String, ZipEntry> entries = new HashMap<>();
    Enumeration<? extends ZipEntry> all = zip.entries();
    while (all.hasMoreElements()) {
      ZipEntry entry = all.nextElement();
      if (entries.put(entry.getName(), entry) != null) {
        throw new CheckpointException(
            "the archive holds " + CheckpointException.shown(entry.getName()) + " twice");
      }
    }
    return entries;
  }

  private Map<String, StoredTensor> read() throws IOException {
    String root = root();
    if (entries.containsKey(root + "constants.pkl")) {
      throw new CheckpointException(
          "a TorchScript program, expected a state dict saved with torch.save");
    }
    byte[] pickle = bytes(entries.get(root + PICKLE));
    ByteOrder order = order(root);
    Object content =
        PickleReader.read(
            new PickleInput(new ByteArrayInputStream(pickle), pickle.length), storage -> {});
    return TorchState.read(content, storage -> storage(root, storage).order(order), budget);
  }

  // What stands before data.pkl; empty, or ends with a slash.
  private String root() throws CheckpointException {
    List<String> roots =
        entries.keySet().stream()
            .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
            .map(name -> name.substring(0, name.length() - PICKLE.length()))
            .toList();
    if (roots.size() != 1) {
      throw new CheckpointException(
          "expected a PyTorch checkpoint, found a zip archive with "
              + (roots.isEmpty() ? "no " : roots.size() + " times ")
              + PICKLE);
    }
    return roots.get(0);
  }

  private ByteOrder order(String root) throws IOException {
    ZipEntry entry = entries.get(root + "byteorder");
    if (entry == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String order = new String(bytes(entry), StandardCharsets.US_ASCII).strip();
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw new CheckpointException(
              "byte order: expected little or big, found " + CheckpointException.shown(order));
    };
  }

  private ByteBuffer storage(String root, Storage storage) throws IOException {
    String name = root + "data/" + storage.key();
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw new CheckpointException(
          "the archive lacks " + CheckpointException.shown(name) + ", which holds its numbers");
    }
    long needed = storage.whole() * storage.type().width();
    if (entry.getSize() < needed) {
      throw new CheckpointException(
          CheckpointException.shown(name)
              + " has "
              + entry.getSize()
              + " bytes, expected "
              + needed);
    }
    return ByteBuffer.wrap(bytes(entry), 0, Math.toIntExact(needed)).slice();
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    String name = CheckpointException.shown(entry.getName());
    long size = entry.getSize();
    if (size < 0 || size > Integer.MAX_VALUE - 8) {
      throw new CheckpointException(name + " has " + size + " bytes, more than 2 GiB");
    }
    budget.take(size);
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes((int) size);
    }
    if (bytes.length < size) {
      throw new CheckpointException(
          name + " ends after " + bytes.length + " bytes, expected " + size);
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    if (sum.getValue() != entry.getCrc()) {
      throw new CheckpointException(name + " is damaged: its checksum differs");
    }
    return bytes;
  }
}
