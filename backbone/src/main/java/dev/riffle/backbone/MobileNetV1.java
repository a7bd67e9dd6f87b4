package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * MobileNet: depthwise separable convolutions one after another. Its other dial, the resolution, is
 * the size of the input.
 *
 * @param width how many times the paper's channels
 * @see <a href="https://arxiv.org/abs/1704.04861">MobileNets</a>
 */
public record MobileNetV1(double width) implements Backbone {

  private static final int STEM = 32;
  private static final int[] CHANNELS = {
    64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024
  };

  public MobileNetV1 {
    WidthMultiplier.check(width);
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Scope model = scope.in("model");
    Node x =
        model
            .in(0)
            .chain(picture)
            .then(Conv2d.dense(scaled(STEM), 3, 2), DEFAULT, Activate.RELU)
            .end();
    List<Node> features = new ArrayList<>();
    int stride = 2;
    for (int i = 0; i < CHANNELS.length; i++) {
      // Wherever the channels double, but for the first time, the size is halved.
      boolean down = i > 0 && CHANNELS[i] > CHANNELS[i - 1];
      if (down && stride >= 8) {
        features.add(x);
      }
      stride *= down ? 2 : 1;
      x = separable(model.in(i + 1), x, scaled(CHANNELS[i]), down ? 2 : 1);
    }
    features.add(x);
    return features;
  }

  private int scaled(int channels) {
    return (int) (channels * width);
  }

  private static Node separable(Scope scope, Node x, int channels, int stride) {
    return scope
        .chain(x)
        .then(Conv2d.depthwise(x.shape().channels(), 3, stride), DEFAULT, Activate.RELU)
        .then(Conv2d.pointwise(channels), DEFAULT, Activate.RELU)
        .end();
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node mean = scope.node("pool", new MeanPool(), features.get(features.size() - 1));
    return scope.node("fc", new Linear(classes, true), mean);
  }
}
