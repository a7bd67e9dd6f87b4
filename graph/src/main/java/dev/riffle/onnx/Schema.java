package dev.riffle.onnx;

/**
 * The numbers of the format: which field of which message is what.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">their definition</a>
 */
final class Schema {
  private Schema() {}

  static final class Model {
    static final int IR_VERSION = 1;
    static final int PRODUCER_NAME = 2;
    static final int GRAPH = 7;
    static final int OPSET_IMPORT = 8;
    static final int METADATA = 14;

    private Model() {}
  }

  /** A set of ops; without a domain it is ONNX's own. */
  static final class OpsetId {
    static final int VERSION = 2;

    private OpsetId() {}
  }

  static final class StringEntry {
    static final int KEY = 1;
    static final int VALUE = 2;

    private StringEntry() {}
  }

  static final class Graph {
    static final int NODE = 1;
    static final int NAME = 2;
    static final int INITIALIZER = 5;
    static final int INPUT = 11;
    static final int OUTPUT = 12;

    private Graph() {}
  }

  static final class Node {
    static final int INPUT = 1;
    static final int OUTPUT = 2;
    static final int NAME = 3;
    static final int OP_TYPE = 4;
    static final int ATTRIBUTE = 5;

    private Node() {}
  }

  static final class Attribute {
    static final int NAME = 1;
    static final int FLOAT = 2;
    static final int INT = 3;
    static final int STRING = 4;
    static final int INTS = 8;
    static final int TYPE = 20;

    private Attribute() {}
  }

  /** What {@link Attribute#TYPE} says. */
  static final class AttributeType {
    static final int FLOAT = 1;
    static final int INT = 2;
    static final int STRING = 3;
    static final int INTS = 7;

    private AttributeType() {}
  }

  static final class Tensor {
    static final int DIMS = 1;
    static final int DATA_TYPE = 2;
    static final int INT64_DATA = 7;
    static final int NAME = 8;
    static final int RAW_DATA = 9;

    private Tensor() {}
  }

  /** What {@link Tensor#DATA_TYPE} and {@link TensorType#ELEM_TYPE} say. */
  static final class DataType {
    static final int FLOAT = 1;
    static final int INT64 = 7;

    private DataType() {}
  }

  static final class ValueInfo {
    static final int NAME = 1;
    static final int TYPE = 2;

    private ValueInfo() {}
  }

  static final class Type {
    static final int TENSOR_TYPE = 1;

    private Type() {}
  }

  static final class TensorType {
    static final int ELEM_TYPE = 1;
    static final int SHAPE = 2;

    private TensorType() {}
  }

  static final class TensorShape {
    static final int DIM = 1;

    private TensorShape() {}
  }

  static final class Dimension {
    static final int VALUE = 1;
    static final int PARAM = 2;

    private Dimension() {}
  }
}
