package dev.riffle.weights.torch;

import static dev.riffle.weights.torch.Pickled.Inert.INERT;
import static dev.riffle.weights.torch.Pickled.integer;
import static dev.riffle.weights.torch.Pickled.integers;
import static dev.riffle.weights.torch.Pickled.items;
import static dev.riffle.weights.torch.Pickled.unexpected;

import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import dev.riffle.weights.torch.Pickled.Constructor;
import dev.riffle.weights.torch.Pickled.Dict;
import dev.riffle.weights.torch.Pickled.Items;
import dev.riffle.weights.torch.Pickled.Storage;
import dev.riffle.weights.torch.Pickled.StorageType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that a checkpoint may use, and the plain data that each stands for. No other name is
 * looked at, and nothing is ever loaded or run by its name.
 */
final class Globals {
  private Globals() {}

  private static final Constructor REBUILD_TENSOR = arguments -> tensor(arguments, 4, 4);
  private static final Constructor REBUILD_TENSOR_V2 = arguments -> tensor(arguments, 6, 7);

  // Says its type itself, since its storage is untyped.
  private static final Constructor REBUILD_TENSOR_V3 =
      arguments -> {
        if (arguments.size() < 7 || !(arguments.get(6) instanceof DataType type)) {
          throw new CheckpointException("a tensor without a type that is known");
        }
        List<Object> others = new ArrayList<>(arguments);
        others.remove(6);
        return tensor(others, 6, 7).as(type);
      };

  private static final Map<String, Object> KNOWN = known();

  /**
   * What the name stands for.
   *
   * @throws CheckpointException naming it, if it is not one that a checkpoint needs
   */
  static Object find(String module, String name) throws CheckpointException {
    // Python 2 and NumPy 2 have them elsewhere.
    String home =
        switch (module) {
          case "__builtin__" -> "builtins";
          case "copy_reg" -> "copyreg";
          case "numpy._core.multiarray" -> "numpy.core.multiarray";
          case "numpy._core.numeric" -> "numpy.core.numeric";
          default -> module;
        };
    Object known = KNOWN.get(home + "." + name);
    if (known == null) {
      throw new CheckpointException(
          "refused to load "
              + CheckpointException.shown(module + "." + name)
              + ": a checkpoint needs only tensors, and nothing else in a file is ever run");
    }
    return known;
  }

  private static Map<String, Object> known() {
    Map<String, Object> known = new HashMap<>();
    for (DataType type : DataType.values()) {
      known.put("torch." + type.torch(), type);
      known.put("torch." + type.storage(), new StorageType(type));
      known.put("torch.cuda." + type.storage(), new StorageType(type));
    }
    known.put("torch.UntypedStorage", new StorageType(DataType.UINT8));
    known.put("torch.storage.UntypedStorage", new StorageType(DataType.UINT8));
    known.put("torch._utils._rebuild_tensor", REBUILD_TENSOR);
    known.put("torch._utils._rebuild_tensor_v2", REBUILD_TENSOR_V2);
    known.put("torch._utils._rebuild_tensor_v3", REBUILD_TENSOR_V3);
    known.put("torch._utils._rebuild_parameter", parameter(3));
    known.put("torch._utils._rebuild_parameter_with_state", parameter(4));
    known.put("torch._tensor._rebuild_from_type_v2", (Constructor) Globals::withAttributes);

    Constructor dict = Globals::dict;
    known.put("collections.OrderedDict", dict);
    known.put("builtins.dict", dict);
    Constructor emptyDict = arguments -> new Dict(); // its argument makes missing values
    known.put("collections.defaultdict", emptyDict);
    Constructor list =
        arguments ->
            arguments.isEmpty()
                ? Pickled.list()
                : new Items(new ArrayList<>(items(arguments.get(0), "a list's content").list()));
    known.put("builtins.list", list);
    known.put("builtins.tuple", list);
    known.put("torch.Size", list);

    // Beside a state dict stand settings and scores. These are data too, but not needed.
    Constructor inert = arguments -> INERT;
    for (String name :
        List.of(
            "argparse.Namespace",
            "builtins.bool",
            "builtins.bytearray",
            "builtins.bytes",
            "builtins.complex",
            "builtins.float",
            "builtins.frozenset",
            "builtins.int",
            "builtins.object",
            "builtins.set",
            "builtins.slice",
            "builtins.str",
            "collections.Counter",
            "copyreg._reconstructor",
            "_codecs.encode",
            "lightning.fabric.utilities.data.AttributeDict",
            "lightning_fabric.utilities.data.AttributeDict",
            "numpy.core.multiarray._reconstruct",
            "numpy.core.multiarray.scalar",
            "numpy.core.numeric._frombuffer",
            "numpy.dtype",
            "numpy.ndarray",
            // Older Lightning keeps what its callbacks remember under their classes.
            "pytorch_lightning.callbacks.early_stopping.EarlyStopping",
            "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
            "pytorch_lightning.utilities.parsing.AttributeDict",
            "torch.Tensor",
            "torch.device",
            "torch.nn.parameter.Parameter")) {
      known.put(name, inert);
    }
    return Map.copyOf(known);
  }

  // storage, offset, sizes, strides, then what training needs, then marks on the numbers
  private static TensorView tensor(List<Object> arguments, int least, int most)
      throws CheckpointException {
    if (arguments.size() < least || arguments.size() > most) {
      throw new CheckpointException(
          "a tensor is described by " + arguments.size() + " things, expected " + least);
    }
    if (!(arguments.get(0) instanceof Storage storage)) {
      throw unexpected("a tensor's storage", "a storage", arguments.get(0));
    }
    if (arguments.size() > 6 && marked(arguments.get(6))) {
      throw new CheckpointException("a tensor is a conjugated or negated view of another");
    }
    return new TensorView(
        storage,
        storage.type(),
        integer(arguments.get(1), "a tensor's offset"),
        integers(arguments.get(2), "a tensor's shape"),
        integers(arguments.get(3), "a tensor's strides"));
  }

  private static boolean marked(Object metadata) {
    return metadata instanceof Dict marks
        && marks.entries().values().stream().anyMatch(Boolean.TRUE::equals);
  }

  private static Constructor parameter(int size) {
    return arguments -> {
      if (arguments.size() != size || !(arguments.get(0) instanceof TensorView tensor)) {
        throw new CheckpointException("a parameter that holds no tensor");
      }
      return tensor;
    };
  }

  // function, type, the function's arguments, attributes
  private static Object withAttributes(List<Object> arguments) throws CheckpointException {
    if (arguments.size() == 4) {
      Object function = arguments.get(0);
      List<Object> its = items(arguments.get(2), "a tensor's description").list();
      if (function == REBUILD_TENSOR_V2) {
        return REBUILD_TENSOR_V2.call(its);
      } else if (function == REBUILD_TENSOR_V3) {
        return REBUILD_TENSOR_V3.call(its);
      }
    }
    throw new CheckpointException("a tensor of a kind that is not known");
  }

  private static Dict dict(List<Object> arguments) throws CheckpointException {
    Dict dict = new Dict();
    if (arguments.isEmpty()) {
      return dict;
    }
    if (arguments.get(0) instanceof Dict other) {
      other.entries().forEach(dict::put);
      return dict;
    }
    for (Object entry : items(arguments.get(0), "a dict's content").list()) {
      List<Object> pair = items(entry, "a dict's entry").list();
      if (pair.size() != 2) {
        throw new CheckpointException("a dict's entry has " + pair.size() + " parts, expected 2");
      }
      dict.put(pair.get(0), pair.get(1));
    }
    return dict;
  }
}
