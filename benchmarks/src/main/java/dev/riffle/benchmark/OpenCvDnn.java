package dev.riffle.benchmark;

import dev.riffle.graph.Node;
import dev.riffle.graph.Tensor;
import dev.riffle.image.OpenCv;
import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.dnn.Dnn;
import org.opencv.dnn.Net;

/** OpenCV's dnn module. Its number of threads is the whole process's, so every run states it. */
final class OpenCvDnn implements Rival {

  @Override
  public String name() {
    OpenCv.load();
    return "OpenCV dnn " + Core.VERSION;
  }

  @Override
  public Runner open(Subject subject, int threads) {
    OpenCv.load();
    return new Prepared(subject, threads);
  }

  private static final class Prepared implements Runner {
    private final List<Node> nodes;
    private final List<String> names;
    private final int threads;
    private final Net net;
    private final Mat picture;
    private final List<Mat> outputs = new ArrayList<>();

    Prepared(Subject subject, int threads) {
      this.nodes = subject.model().graph().outputs();
      this.names = nodes.stream().map(Node::name).toList();
      this.threads = threads;
      this.net = Dnn.readNetFromONNX(subject.file().toString());
      this.picture = new Mat(subject.picture().shape(), CvType.CV_32F);
      picture.put(new int[subject.picture().rank()], subject.picture().data());
    }

    @Override
    public void run() {
      Core.setNumThreads(threads);
      net.setInput(picture);
      release();
      net.forward(outputs, names);
    }

    @Override
    public List<Tensor> outputs() {
      List<Tensor> tensors = new ArrayList<>();
      for (int o = 0; o < outputs.size(); o++) {
        Tensor tensor = Tensor.zeros(1, nodes.get(o).shape());
        outputs.get(o).reshape(1, 1).get(0, 0, tensor.data());
        tensors.add(tensor);
      }
      return tensors;
    }

    private void release() {
      outputs.forEach(Mat::release);
      outputs.clear();
    }

    @Override
    public void close() {
      release();
      picture.release();
    }
  }
}
