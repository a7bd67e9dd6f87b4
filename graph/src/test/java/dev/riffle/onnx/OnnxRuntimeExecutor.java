package dev.riffle.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Tensor;
import dev.riffle.run.Executor;
import dev.riffle.run.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a model as ONNX and lets Microsoft's ONNX Runtime run the file. */
public final class OnnxRuntimeExecutor implements Executor {

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public Session open(Model model) {
    try {
      Path file = Files.createTempFile("model", ".onnx");
      try {
        Onnx.write(file, model, Map.of());
        return new RuntimeSession(model.graph(), open(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file as ONNX Runtime has it. */
  static OrtSession open(Path file) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  static OnnxTensor tensor(Tensor tensor) throws OrtException {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(tensor.data()), shape);
  }

  static Tensor tensor(OnnxTensor tensor) {
    int[] shape = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] data = new float[buffer.remaining()];
    buffer.get(data);
    return new Tensor(data, shape);
  }

  private static final class RuntimeSession implements Session {
    private final Graph graph;
    private final OrtSession session;
    private boolean closed;

    RuntimeSession(Graph graph, OrtSession session) {
      this.graph = graph;
      this.session = session;
    }

    @Override
    public List<Tensor> run(List<Tensor> inputs) {
      Session.batchSize(graph, inputs);
      Map<String, OnnxTensor> named = new LinkedHashMap<>();
      try {
        for (int i = 0; i < inputs.size(); i++) {
          named.put(graph.inputs().get(i).name(), tensor(inputs.get(i)));
        }
        try (OrtSession.Result result = session.run(named)) {
          List<Tensor> outputs = new ArrayList<>();
          for (Node output : graph.outputs()) {
            outputs.add(tensor((OnnxTensor) result.get(output.name()).orElseThrow()));
          }
          return outputs;
        }
      } catch (OrtException e) {
        throw new AssertionError(e);
      } finally {
        named.values().forEach(OnnxTensor::close);
      }
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        session.close();
      } catch (OrtException e) {
        throw new AssertionError(e);
      }
    }
  }
}
