package dev.riffle.neck;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.Resize;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Feature pyramid as NanoDet has it: 1×1 laterals with bias, then each map, doubled in size, is
 * added to the next finer one. No output convolutions, no normalisation, no activation.
 *
 * @param channels width of all maps
 * @see <a href="https://arxiv.org/abs/1612.03144">Feature Pyramid Networks</a>
 */
public record Fpn(int channels) implements Neck {

  public Fpn {
    Neck.checkChannels(channels);
  }

  @Override
  public List<Node> build(Scope scope, List<Node> features) {
    List<Node> maps = new ArrayList<>(Neck.laterals(scope, features, channels));
    for (int i = maps.size() - 1; i > 0; i--) {
      Scope level = scope.in("top_down").in(i - 1);
      Node up = level.node("up", new Resize(2, Resize.Mode.BILINEAR), maps.get(i));
      maps.set(i - 1, level.node("sum", new Add(), maps.get(i - 1), up));
    }
    return maps;
  }
}
