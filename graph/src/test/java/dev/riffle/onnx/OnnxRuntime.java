package dev.riffle.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.riffle.graph.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What ONNX Runtime makes of a file that others wrote. */
public final class OnnxRuntime {
  private OnnxRuntime() {}

  /** All outputs of a file with one input. */
  public static List<Tensor> run(Path file, Tensor input) {
    try (OrtSession session = OnnxRuntimeExecutor.open(file);
        OnnxTensor given = OnnxRuntimeExecutor.tensor(input);
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), given))) {
      List<Tensor> outputs = new ArrayList<>();
      for (Map.Entry<String, OnnxValue> output : result) {
        outputs.add(OnnxRuntimeExecutor.tensor((OnnxTensor) output.getValue()));
      }
      return outputs;
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }
}
