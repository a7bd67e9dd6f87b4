package dev.riffle.weights.torch;

import static dev.riffle.weights.torch.Pickled.Inert.INERT;

import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import dev.riffle.weights.torch.Pickled.Constructor;
import dev.riffle.weights.torch.Pickled.Dict;
import dev.riffle.weights.torch.Pickled.Items;
import dev.riffle.weights.torch.Pickled.Storage;
import dev.riffle.weights.torch.Pickled.StorageType;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a Python pickle, protocols 0 to 5, into plain data. A pickle is a program for a stack
 * machine (described in CPython's {@code pickletools}); here its instructions can build lists,
 * dicts, texts, numbers and tensors, and can name only what {@link Globals} knows.
 *
 * <p>One file because it is one table, an instruction a line.
 */
final class PickleReader {
  /** Enough for a hundred thousand tensors, and few enough to fit into memory whatever they do. */
  private static final int MOST_STEPS = 1 << 21;

  private static final int LONGEST_INTEGER = 256; // bytes

  private final PickleInput in;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>(); // heights of the stack
  private final Map<Long, Object> memo = new HashMap<>();
  private long steps;

  private final Consumer<Storage> storages;

  private PickleReader(PickleInput in, Consumer<Storage> storages) {
    this.in = in;
    this.storages = storages;
  }

  /**
   * Reads one pickle and leaves the input right behind it.
   *
   * @param storages is told of each storage that the pickle refers to
   * @throws CheckpointException if it is damaged or names something that no checkpoint needs
   */
  static Object read(PickleInput in, Consumer<Storage> storages) throws IOException {
    PickleReader reader = new PickleReader(in, storages);
    for (int instruction = in.u8(); instruction != '.'; instruction = in.u8()) {
      reader.count(1);
      reader.step(instruction);
    }
    return reader.pop();
  }

  private void count(int more) throws CheckpointException {
    steps += more;
    if (steps > MOST_STEPS) {
      throw new CheckpointException("its pickle takes more than " + MOST_STEPS + " steps");
    }
  }

  // The launcher keeps HotSpot from compiling this, by its name.
  private void step(int instruction) throws IOException {
    switch (instruction) {
      case 0x80 -> protocol(in.u8());
      case 0x95 -> in.i64(); // how long the next stretch is
      // Constants
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'I' -> push(integerOrBoolean(in.line()));
      case 'J' -> push((long) in.i32());
      case 'K' -> push((long) in.u8());
      case 'M' -> push((long) in.u16());
      case 'L' -> push(integer(in.line().replaceFirst("L$", "")));
      case 0x8a -> push(integer(in.u8()));
      case 0x8b -> push(integer(in.u32()));
      case 'F' -> push(real(in.line()));
      case 'G' -> push(in.f64());
      case 'S' -> push(quoted(in.line()));
      case 'T' -> push(python2(in.bytes(in.u32())));
      case 'U' -> push(python2(in.bytes(in.u8())));
      case 'V' -> push(in.line()); // escapes stay as they are: names have none
      case 'X' -> push(PickleInput.text(in.bytes(in.u32())));
      case 0x8c -> push(PickleInput.text(in.bytes(in.u8())));
      case 0x8d -> push(PickleInput.text(in.bytes(in.i64())));
      case 'B' -> push(in.bytes(in.u32()));
      case 'C' -> push(in.bytes(in.u8()));
      case 0x8e, 0x96 -> push(in.bytes(in.i64()));
      // Containers
      case '(' -> marks.add(stack.size());
      case ')' -> push(Pickled.list());
      case ']' -> push(Pickled.list());
      case '}' -> push(new Dict());
      case 't', 'l' -> push(new Items(popMarked()));
      case 0x85 -> push(new Items(popLast(1)));
      case 0x86 -> push(new Items(popLast(2)));
      case 0x87 -> push(new Items(popLast(3)));
      case 'd' -> setItems(new Dict(), popMarked());
      case 0x8f -> push(INERT); // a set
      case 0x90 -> popMarked(); // into the set below
      case 0x91 -> {
        popMarked();
        push(INERT);
      }
      case 'a' -> append(popLast(1));
      case 'e' -> append(popMarked());
      case 's' -> setItems(popLast(2));
      case 'u' -> setItems(popMarked());
      // The stack and the memo
      case '0' -> drop();
      case '1' -> popMarked();
      case '2' -> push(top());
      case 'p' -> memo.put(index(in.line()), top());
      case 'q' -> memo.put((long) in.u8(), top());
      case 'r' -> memo.put(in.u32(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'g' -> push(remembered(index(in.line())));
      case 'h' -> push(remembered(in.u8()));
      case 'j' -> push(remembered(in.u32()));
      // Names, and what is built by them
      case 'c' -> push(Globals.find(in.line(), in.line()));
      case 0x93 -> {
        Object name = pop();
        push(Globals.find(Pickled.text(pop(), "a module"), Pickled.text(name, "a global")));
      }
      case 'i' -> {
        Object known = Globals.find(in.line(), in.line());
        push(call(known, popMarked()));
      }
      case 'o' -> {
        List<Object> parts = popMarked();
        if (parts.isEmpty()) {
          throw new CheckpointException("its pickle builds an object of no class");
        }
        push(call(parts.get(0), parts.subList(1, parts.size())));
      }
      case 'R', 0x81 -> {
        Items arguments = Pickled.items(pop(), "a call's arguments");
        push(call(pop(), arguments.list()));
      }
      case 0x92 -> {
        pop(); // arguments by name
        Items arguments = Pickled.items(pop(), "a call's arguments");
        push(call(pop(), arguments.list()));
      }
      case 'b' -> build();
      case 'Q' -> {
        Storage storage = storage(pop());
        storages.accept(storage);
        push(storage);
      }
      case 'P' ->
          throw new CheckpointException(
              "pickle protocol 0 cannot refer to storages, expected 1 to 5");
      case 0x82, 0x83, 0x84 ->
          throw new CheckpointException("its pickle uses names registered elsewhere");
      case 0x97, 0x98 -> throw new CheckpointException("its pickle keeps bytes elsewhere");
      default ->
          throw new CheckpointException(
              String.format(
                  Locale.ROOT,
                  "its pickle is damaged: no instruction 0x%02x, at byte %d",
                  instruction,
                  in.position() - 1));
    }
  }

  private static void protocol(int version) throws CheckpointException {
    if (version > 5) {
      throw new CheckpointException("pickle protocol " + version + ", expected 0 to 5");
    }
  }

  // What a call copies counts as steps, since a pickle can repeat it at no cost.
  private Object call(Object known, List<Object> arguments) throws CheckpointException {
    count(arguments.size());
    for (Object argument : arguments) {
      count(argument instanceof Items items ? items.list().size() : 0);
      count(argument instanceof Dict dict ? dict.entries().size() : 0);
    }
    if (known instanceof Constructor constructor) {
      return constructor.call(arguments);
    }
    throw Pickled.unexpected("its pickle calls something", "a class or function", known);
  }

  // Attributes, of which none is needed: an OrderedDict's _metadata, a Namespace's values.
  private void build() throws CheckpointException {
    pop();
    Object target = top();
    if (!(target instanceof Dict || target == INERT)) {
      throw Pickled.unexpected("its pickle sets attributes", "a dict", target);
    }
  }

  // ('storage', class, key, device, elements) and, in files of the older form, a view's
  // (key, offset, elements) or None
  private static Storage storage(Object id) throws CheckpointException {
    List<Object> parts = Pickled.items(id, "a reference to a storage").list();
    if (parts.size() < 5 || parts.size() > 6 || !"storage".equals(parts.get(0))) {
      throw new CheckpointException(
          "a reference to something that is no storage"
              + (parts.isEmpty() ? "" : ": " + Pickled.kind(parts.get(0))));
    }
    if (!(parts.get(1) instanceof StorageType storageType)) {
      throw Pickled.unexpected("a storage's class", "torch.FloatStorage or alike", parts.get(1));
    }
    DataType type = storageType.type();
    String key = Pickled.text(parts.get(2), "a storage's key");
    long whole = Pickled.integer(parts.get(4), "a storage's length");
    long offset = 0;
    long elements = whole;
    if (parts.size() == 6 && parts.get(5) != null) {
      List<Object> view = Pickled.items(parts.get(5), "a storage's view").list();
      if (view.size() != 3) {
        throw new CheckpointException("a storage's view has " + view.size() + " parts, expected 3");
      }
      offset = Pickled.integer(view.get(1), "a storage view's offset");
      elements = Pickled.integer(view.get(2), "a storage view's length");
    }
    if (whole < 0
        || whole > Long.MAX_VALUE / type.width()
        || offset < 0
        || elements < 0
        || elements > whole - offset) {
      throw new CheckpointException(
          "impossible storage "
              + CheckpointException.shown(key)
              + ": numbers "
              + offset
              + " to "
              + offset
              + " + "
              + elements
              + " of "
              + whole);
    }
    return new Storage(key, type, elements, offset, whole);
  }

  private void append(List<Object> items) throws CheckpointException {
    Object target = top();
    if (target instanceof Items list) {
      list.list().addAll(items);
    } else if (target != INERT) {
      throw Pickled.unexpected("its pickle appends", "a list", target);
    }
  }

  private void setItems(List<Object> pairs) throws CheckpointException {
    Object target = pop();
    if (target instanceof Dict dict) {
      setItems(dict, pairs);
    } else if (target == INERT) {
      push(target);
    } else {
      throw Pickled.unexpected("its pickle sets an item", "a dict", target);
    }
  }

  private void setItems(Dict dict, List<Object> pairs) throws CheckpointException {
    if (pairs.size() % 2 != 0) {
      throw new CheckpointException("its pickle has a dict with a key too many");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      dict.put(pairs.get(i), pairs.get(i + 1));
    }
    push(dict);
  }

  private void push(Object value) {
    stack.add(value);
  }

  // What lies below the last mark cannot be taken before the mark is.
  private int floor() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  private Object top() throws CheckpointException {
    if (stack.size() <= floor()) {
      throw new CheckpointException(
          "its pickle is damaged: nothing to take, at byte " + in.position());
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws CheckpointException {
    Object value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  private void drop() throws CheckpointException {
    if (!marks.isEmpty() && stack.size() == floor()) {
      marks.remove(marks.size() - 1);
    } else {
      pop();
    }
  }

  private List<Object> popLast(int count) throws CheckpointException {
    if (stack.size() - floor() < count) {
      top();
      throw new CheckpointException(
          "its pickle is damaged: too little to take, at byte " + in.position());
    }
    return popFrom(stack.size() - count);
  }

  private List<Object> popMarked() throws CheckpointException {
    if (marks.isEmpty()) {
      throw new CheckpointException(
          "its pickle is damaged: no mark is set, at byte " + in.position());
    }
    return popFrom(marks.remove(marks.size() - 1));
  }

  private List<Object> popFrom(int height) {
    List<Object> above = stack.subList(height, stack.size());
    List<Object> taken = new ArrayList<>(above);
    above.clear();
    return taken;
  }

  private Object remembered(long index) throws CheckpointException {
    Object value = memo.get(index);
    if (value == null && !memo.containsKey(index)) {
      throw new CheckpointException("its pickle is damaged: nothing was kept as number " + index);
    }
    return value;
  }

  private static long index(String text) throws CheckpointException {
    Object index = integer(text);
    if (index instanceof Long number && number >= 0) {
      return number;
    }
    throw new CheckpointException("its pickle is damaged: no index, " + Pickled.kind(text));
  }

  private static Object integerOrBoolean(String text) throws CheckpointException {
    return switch (text) {
      case "00" -> false;
      case "01" -> true;
      default -> integer(text);
    };
  }

  // Up to 18 digits are a long for sure.
  private static Object integer(String text) throws CheckpointException {
    if (!text.matches("[+-]?\\d{1,256}")) {
      throw new CheckpointException("its pickle has an integer " + Pickled.kind(text));
    }
    return text.length() <= 18 ? (Object) Long.valueOf(text) : narrowed(new BigInteger(text));
  }

  // Little endian, two's complement
  private Object integer(long length) throws IOException {
    if (length > LONGEST_INTEGER) {
      throw new CheckpointException("its pickle has an integer of " + length + " bytes");
    }
    byte[] little = in.bytes(length);
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[big.length - 1 - i];
    }
    return big.length == 0 ? (Object) 0L : narrowed(new BigInteger(big));
  }

  private static Object narrowed(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  private static Double real(String text) throws CheckpointException {
    try {
      return switch (text) {
        case "nan" -> Double.NaN;
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.valueOf(text);
      };
    } catch (NumberFormatException e) {
      throw new CheckpointException("its pickle has a number " + Pickled.kind(text));
    }
  }

  private static String quoted(String text) throws CheckpointException {
    if (!text.matches("'.*'|\".*\"")) {
      throw new CheckpointException("its pickle has a text without quotes, " + Pickled.kind(text));
    }
    return text.substring(1, text.length() - 1);
  }

  // Python 2 had one type for texts and bytes.
  private static Object python2(byte[] bytes) throws CheckpointException {
    for (byte b : bytes) {
      if (b < 0) {
        return bytes;
      }
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
