package dev.riffle.weights.file;

/** What the numbers of a stored tensor are. */
public enum DataType {
  FLOAT32(4, "F32", "float32", "Float"),
  FLOAT16(2, "F16", "float16", "Half"),
  BFLOAT16(2, "BF16", "bfloat16", "BFloat16"),
  FLOAT64(8, "F64", "float64", "Double"),
  INT8(1, "I8", "int8", "Char"),
  UINT8(1, "U8", "uint8", "Byte"),
  INT16(2, "I16", "int16", "Short"),
  INT32(4, "I32", "int32", "Int"),
  INT64(8, "I64", "int64", "Long"),
  BOOL(1, "BOOL", "bool", "Bool");

  private final int width;
  private final String safetensors;
  private final String torch;
  private final String storage;

  DataType(int width, String safetensors, String torch, String storage) {
    this.width = width;
    this.safetensors = safetensors;
    this.torch = torch;
    this.storage = storage;
  }

  /** Bytes of one number. */
  public int width() {
    return width;
  }

  /** Its name in a safetensors header, {@code BF16}. */
  public String safetensors() {
    return safetensors;
  }

  /** Its name in PyTorch, {@code bfloat16}. */
  public String torch() {
    return torch;
  }

  /** The PyTorch class of an array of such numbers, {@code BFloat16Storage}. */
  public String storage() {
    return storage + "Storage";
  }

  /** Whether the numbers are whole ones. */
  public boolean isInteger() {
    return switch (this) {
      case INT8, UINT8, INT16, INT32, INT64 -> true;
      case FLOAT32, FLOAT16, BFLOAT16, FLOAT64, BOOL -> false;
    };
  }
}
