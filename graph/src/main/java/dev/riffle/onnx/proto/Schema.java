package dev.riffle.onnx.proto;

/**
 * The numbers of the format: which field of which message is what.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">their definition</a>
 */
public final class Schema {
  private Schema() {}

  public static final class Model {
    public static final int IR_VERSION = 1;
    public static final int PRODUCER_NAME = 2;
    public static final int GRAPH = 7;
    public static final int OPSET_IMPORT = 8;
    public static final int METADATA = 14;

    private Model() {}
  }

  /** A set of ops; without a domain it is ONNX's own. */
  public static final class OpsetId {
    public static final int DOMAIN = 1;
    public static final int VERSION = 2;

    private OpsetId() {}
  }

  public static final class StringEntry {
    public static final int KEY = 1;
    public static final int VALUE = 2;

    private StringEntry() {}
  }

  public static final class Graph {
    public static final int NODE = 1;
    public static final int NAME = 2;
    public static final int INITIALIZER = 5;
    public static final int INPUT = 11;
    public static final int OUTPUT = 12;

    private Graph() {}
  }

  public static final class Node {
    public static final int INPUT = 1;
    public static final int OUTPUT = 2;
    public static final int NAME = 3;
    public static final int OP_TYPE = 4;
    public static final int ATTRIBUTE = 5;
    public static final int DOMAIN = 7;

    private Node() {}
  }

  public static final class Attribute {
    public static final int NAME = 1;
    public static final int FLOAT = 2;
    public static final int INT = 3;
    public static final int STRING = 4;
    public static final int TENSOR = 5;
    public static final int INTS = 8;
    public static final int TYPE = 20;

    private Attribute() {}
  }

  /** What {@link Attribute#TYPE} says. */
  public static final class AttributeType {
    public static final int FLOAT = 1;
    public static final int INT = 2;
    public static final int STRING = 3;
    public static final int TENSOR = 4;
    public static final int INTS = 7;

    private AttributeType() {}
  }

  public static final class Tensor {
    public static final int DIMS = 1;
    public static final int DATA_TYPE = 2;
    public static final int FLOAT_DATA = 4;
    public static final int INT32_DATA = 5;
    public static final int INT64_DATA = 7;
    public static final int NAME = 8;
    public static final int RAW_DATA = 9;
    public static final int DOUBLE_DATA = 10;
    public static final int DATA_LOCATION = 14;

    private Tensor() {}
  }

  /** What {@link Tensor#DATA_TYPE} and {@link TensorType#ELEM_TYPE} say. */
  public static final class DataType {
    public static final int FLOAT = 1;
    public static final int UINT8 = 2;
    public static final int INT8 = 3;
    public static final int INT16 = 5;
    public static final int INT32 = 6;
    public static final int INT64 = 7;
    public static final int BOOL = 9;
    public static final int FLOAT16 = 10;
    public static final int DOUBLE = 11;
    public static final int BFLOAT16 = 16;

    private DataType() {}
  }

  public static final class ValueInfo {
    public static final int NAME = 1;
    public static final int TYPE = 2;

    private ValueInfo() {}
  }

  public static final class Type {
    public static final int TENSOR_TYPE = 1;

    private Type() {}
  }

  public static final class TensorType {
    public static final int ELEM_TYPE = 1;
    public static final int SHAPE = 2;

    private TensorType() {}
  }

  public static final class TensorShape {
    public static final int DIM = 1;

    private TensorShape() {}
  }

  public static final class Dimension {
    public static final int VALUE = 1;
    public static final int PARAM = 2;

    private Dimension() {}
  }
}
