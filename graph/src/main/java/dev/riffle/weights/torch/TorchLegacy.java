package dev.riffle.weights.torch;

import dev.riffle.weights.file.Budget;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.FileBytes;
import dev.riffle.weights.file.StoredTensor;
import dev.riffle.weights.torch.Pickled.Storage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form of a checkpoint that {@code torch.save} wrote before PyTorch 1.6: pickles one after
 * another (a magic number, the form's version, the writer's machine, the content, the keys of the
 * storages), then each storage, as its length in 64 bits and its numbers, little endian.
 */
public final class TorchLegacy {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private TorchLegacy() {}

  /** The tensors of the file's state dict. */
  public static Map<String, StoredTensor> read(FileBytes file) throws IOException {
    PickleInput in = new PickleInput(file.stream(), file.size());
    if (!MAGIC.equals(plain(in))) {
      throw new CheckpointException("a pickle, but none that torch.save wrote");
    }
    Object version = plain(in);
    if (!Long.valueOf(VERSION).equals(version)) {
      throw Pickled.unexpected("the file's version", Long.toString(VERSION), version);
    }
    plain(in); // the writer's machine
    Map<String, Storage> storages = new HashMap<>();
    Object content = PickleReader.read(in, storage -> storages.putIfAbsent(storage.key(), storage));
    List<Object> keys = Pickled.items(plain(in), "the keys of its storages").list();
    Map<String, Long> starts = starts(file, in.position(), keys, storages);
    return TorchState.read(
        content, storage -> bytes(file, starts, storage), new Budget(file.size()));
  }

  private static Object plain(PickleInput in) throws IOException {
    return PickleReader.read(in, storage -> {});
  }

  // Where the numbers of each storage begin.
  private static Map<String, Long> starts(
      FileBytes file, long start, List<Object> keys, Map<String, Storage> storages)
      throws IOException {
    Map<String, Long> starts = new HashMap<>();
    long at = start;
    for (Object item : keys) {
      String key = Pickled.text(item, "a storage's key");
      Storage storage = storages.get(key);
      String name = "storage " + CheckpointException.shown(key);
      if (storage == null) {
        throw new CheckpointException(name + " is listed but never described");
      }
      long length = file.read(at, Long.BYTES, name).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length != storage.whole()) {
        throw new CheckpointException(
            name + " has " + length + " numbers, expected " + storage.whole());
      }
      if (starts.put(key, at + Long.BYTES) != null) {
        throw new CheckpointException(name + " is listed twice");
      }
      long bytes = length * storage.type().width();
      if (bytes > file.size() - at - Long.BYTES) {
        throw new CheckpointException(
            "ends too early: " + name + " takes " + bytes + " bytes from byte " + at + " on");
      }
      at += Long.BYTES + bytes;
    }
    return starts;
  }

  private static ByteBuffer bytes(FileBytes file, Map<String, Long> starts, Storage storage)
      throws IOException {
    String name = "storage " + CheckpointException.shown(storage.key());
    Long start = starts.get(storage.key());
    if (start == null) {
      throw new CheckpointException(name + " is not in the file");
    }
    return file.read(start, storage.whole() * storage.type().width(), name)
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
