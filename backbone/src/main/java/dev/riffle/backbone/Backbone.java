package dev.riffle.backbone;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import java.util.List;

/** From a picture to feature maps. The permitted records are the families that can be named. */
public sealed interface Backbone
    permits AlexNet,
        CifarShuffleNet,
        DetNas,
        GoogLeNet,
        MobileNetV1,
        MobileNetV2,
        OneShot,
        PlainNet,
        ResNet,
        ShuffleNetV1,
        ShuffleNetV2,
        ShuffleNetV2Large,
        ShuffleNetV2Plus,
        SqueezeNet,
        Vgg16 {

  /**
   * Writes the network down.
   *
   * @param scope where its names begin
   * @param picture 3×H×W
   * @return the feature maps, finest first: those of strides 8, 16 and 32 if nothing else is asked
   */
  List<Node> build(Scope scope, Node picture);

  /**
   * Writes down what the family's published classifier has behind its feature maps.
   *
   * @param scope where the names of the network begin
   * @param features what {@link #build} gave in the same scope
   * @param classes how many classes it tells apart
   * @return a logit a class
   */
  Node classify(Scope scope, List<Node> features, int classes);

  /**
   * Weights of branches that only training has, which checkpoints of the published classifier may
   * hold, as name patterns in which {@code *} stands for anything.
   */
  default List<String> trainingOnly() {
    return List.of();
  }

  /** The backbone alone, its names without a prefix, for pictures of that height and width. */
  default Graph graph(int height, int width) {
    Node picture = picture(height, width);
    return new Graph(List.of(picture), build(Scope.root(), picture));
  }

  /** The whole classifier, its names without a prefix. */
  default Graph classifier(int height, int width, int classes) {
    Node picture = picture(height, width);
    List<Node> features = build(Scope.root(), picture);
    return new Graph(List.of(picture), List.of(classify(Scope.root(), features, classes)));
  }

  private static Node picture(int height, int width) {
    return Scope.root().input("picture", new Shape(3, height, width));
  }
}
