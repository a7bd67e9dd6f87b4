package dev.riffle.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.riffle.graph.Node;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Microsoft's ONNX Runtime, as fast as it can be asked to be: everything optimised, the batch known
 * to be 1, inputs and outputs in native memory that is used again, so that nothing is copied.
 */
final class OnnxRuntime implements Rival {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  @Override
  public String name() {
    return "ONNX Runtime " + ENVIRONMENT.getVersion();
  }

  @Override
  public Runner open(Subject subject, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setInterOpNumThreads(1);
      options.setIntraOpNumThreads(threads);
      // Its threads stay awake between ops and runs: faster, and the reason for Contest's pauses.
      options.addConfigEntry("session.intra_op.allow_spinning", "1");
      options.setSymbolicDimensionValue("N", 1);
      return new Prepared(subject, ENVIRONMENT.createSession(subject.file().toString(), options));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Prepared implements Runner {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

    Prepared(Subject subject, OrtSession session) throws OrtException {
      this.session = session;
      for (Node input : subject.model().graph().inputs()) {
        inputs.put(input.name(), tensor(input.shape(), subject.picture().data()));
      }
      for (Node output : subject.model().graph().outputs()) {
        outputs.put(output.name(), tensor(output.shape()));
      }
    }

    // Around native memory, which starts with the given numbers.
    private static OnnxTensor tensor(Shape one, float... numbers) throws OrtException {
      int elements = Math.toIntExact(one.elements());
      FloatBuffer buffer =
          ByteBuffer.allocateDirect(Float.BYTES * elements)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      buffer.put(0, numbers);
      return OnnxTensor.createTensor(
          ENVIRONMENT, buffer, new long[] {1, one.channels(), one.height(), one.width()});
    }

    @Override
    public void run() {
      try {
        session.run(inputs, outputs).close(); // the outputs are ours and stay open
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public List<Tensor> outputs() {
      List<Tensor> tensors = new ArrayList<>();
      for (OnnxTensor output : outputs.values()) {
        FloatBuffer buffer = output.getFloatBuffer();
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        long[] shape = output.getInfo().getShape();
        tensors.add(new Tensor(numbers, 1, (int) shape[1], (int) shape[2], (int) shape[3]));
      }
      return tensors;
    }

    @Override
    public void close() {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
