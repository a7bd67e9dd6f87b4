package dev.riffle.weights.torch;

import dev.riffle.weights.file.Budget;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.StoredTensor;
import dev.riffle.weights.torch.Pickled.Dict;
import dev.riffle.weights.torch.Pickled.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the state dict in what a checkpoint holds, and gathers its tensors. */
final class TorchState {
  /** Where training programs put it, averages first; else it is the dict with the most tensors. */
  private static final List<String> PLACES =
      List.of("state_dict_ema", "model_ema", "state_dict", "model");

  /** Where the bytes of a storage are found. */
  @FunctionalInterface
  interface Storages {
    /** All of the array with the storage's key, set to the byte order that it is in. */
    ByteBuffer read(Storage storage) throws IOException;
  }

  private TorchState() {}

  /**
   * The tensors by name. Entries that are no tensors are left out.
   *
   * @param content what the checkpoint's pickle holds
   * @throws CheckpointException if there are none, or one makes no sense, naming it
   */
  static Map<String, StoredTensor> read(Object content, Storages storages, Budget budget)
      throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Map<String, ByteBuffer> read = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> entry : find(content).entries().entrySet()) {
      if (!(entry.getKey() instanceof String name)
          || !(entry.getValue() instanceof TensorView view)) {
        continue;
      }
      try {
        budget.take(view.byteCount());
        Storage storage = view.storage();
        if (!read.containsKey(storage.key())) {
          read.put(storage.key(), storages.read(storage));
        }
        ByteBuffer bytes = read.get(storage.key());
        if (bytes.remaining() != storage.whole() * storage.type().width()) {
          throw new CheckpointException(
              "storage "
                  + CheckpointException.shown(storage.key())
                  + " has two lengths, "
                  + bytes.remaining()
                  + " and "
                  + storage.whole() * storage.type().width()
                  + " bytes");
        }
        tensors.put(name, view.of(bytes));
      } catch (CheckpointException e) {
        throw new CheckpointException(CheckpointException.shown(name), e);
      }
    }
    return tensors;
  }

  private static Dict find(Object content) throws CheckpointException {
    if (!(content instanceof Dict top)) {
      throw Pickled.unexpected("the checkpoint's content", "a dict of tensors", content);
    }
    for (String place : PLACES) {
      if (top.entries().get(place) instanceof Dict dict && tensors(dict) > 0) {
        return dict;
      }
    }
    Dict best = top;
    long most = 0;
    Set<Dict> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Dict> left = new ArrayDeque<>(List.of(top));
    while (!left.isEmpty()) {
      Dict dict = left.remove();
      if (!seen.add(dict)) {
        continue;
      }
      long tensors = tensors(dict);
      if (tensors > most) {
        best = dict;
        most = tensors;
      }
      dict.entries()
          .forEach(
              (key, value) -> {
                // An optimiser numbers the tensors that it keeps, a model names them.
                if (key instanceof String && value instanceof Dict below) {
                  left.add(below);
                }
              });
    }
    if (most == 0) {
      throw new CheckpointException(
          "expected a dict of tensors, or one under state_dict or model, found no tensor");
    }
    return best;
  }

  private static long tensors(Dict dict) {
    return dict.entries().entrySet().stream()
        .filter(e -> e.getKey() instanceof String && e.getValue() instanceof TensorView)
        .count();
  }
}
