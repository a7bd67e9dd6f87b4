package dev.riffle.weights;

import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.FileBytes;
import dev.riffle.weights.file.StoredTensor;
import dev.riffle.weights.torch.TorchLegacy;
import dev.riffle.weights.torch.TorchZip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors as a file holds them.
 *
 * @param source where they come from, for messages: a path
 * @param tensors by name, in the file's order
 * @param metadata what a safetensors header says beside them; empty for other formats
 */
public record StateDict(
    String source, Map<String, StoredTensor> tensors, Map<String, String> metadata) {

  public StateDict {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Reads a file of weights: a PyTorch checkpoint ({@code .pth}, {@code .ckpt}, both of the forms
   * that {@code torch.save} writes) or safetensors. The content decides which, not the name. Of a
   * checkpoint only the tensors are taken, and nothing in it is ever run.
   *
   * @throws CheckpointException if the file is none of these, damaged, or asks for more than
   *     tensors
   * @throws IOException if it cannot be read at all
   */
  public static StateDict read(Path path) throws IOException {
    try (FileBytes file = FileBytes.open(path)) {
      return switch (Content.of(file)) {
        case ZIP -> new StateDict(path.toString(), TorchZip.read(path, file.size()), Map.of());
        case PICKLE -> new StateDict(path.toString(), TorchLegacy.read(file), Map.of());
        case SAFETENSORS -> Safetensors.read(path.toString(), file);
      };
    } catch (CheckpointException e) {
      throw new CheckpointException(path.toString(), e);
    }
  }

  /** Weights in memory, to be written. */
  public static StateDict of(String source, Map<String, Tensor> tensors) {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stored.put(name, StoredTensor.of(tensor)));
    return new StateDict(source, stored, Map.of());
  }

  /** Only the names that start with the prefix, without it. */
  public StateDict under(String prefix) {
    Map<String, StoredTensor> below = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            below.put(name.substring(prefix.length()), tensor);
          }
        });
    return new StateDict(source, below, metadata);
  }

  /**
   * The tensor of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public StoredTensor get(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(source + ": no tensor is named " + name);
    }
    return tensor;
  }

  /** All of them as float32. */
  public Weights weights() {
    Map<String, Tensor> converted = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> converted.put(name, tensor.toTensor()));
    return new Weights(converted);
  }
}
