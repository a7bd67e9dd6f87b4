package dev.riffle.neck;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.Resize;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Path aggregation as NanoDet has it: an {@link Fpn}, then each map, halved in size, is added to
 * the next coarser one. Nothing but the laterals has weights.
 *
 * @param channels width of all maps
 * @see <a href="https://arxiv.org/abs/1803.01534">Path Aggregation Network</a>
 */
public record Pan(int channels) implements Neck {

  public Pan {
    Neck.checkChannels(channels);
  }

  @Override
  public List<Node> build(Scope scope, List<Node> features) {
    List<Node> maps = new ArrayList<>(new Fpn(channels).build(scope, features));
    for (int i = 1; i < maps.size(); i++) {
      Scope level = scope.in("bottom_up").in(i);
      Node down = level.node("down", new Resize(0.5, Resize.Mode.BILINEAR), maps.get(i - 1));
      maps.set(i, level.node("sum", new Add(), maps.get(i), down));
    }
    return maps;
  }
}
