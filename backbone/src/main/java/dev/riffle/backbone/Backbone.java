package dev.riffle.backbone;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import java.util.List;

/** From a picture to feature maps. The permitted records are the families that can be named. */
public sealed interface Backbone permits ShuffleNetV2 {

  /**
   * Writes the network down.
   *
   * @param scope where its names begin
   * @param picture 3×H×W
   * @return the feature maps, finest first
   */
  List<Node> build(Scope scope, Node picture);

  /** The backbone alone, its names without a prefix, for pictures of that height and width. */
  default Graph graph(int height, int width) {
    Node picture = Scope.root().input("picture", new Shape(3, height, width));
    return new Graph(List.of(picture), build(Scope.root(), picture));
  }
}
