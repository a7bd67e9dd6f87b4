package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;
import static dev.riffle.graph.Op.Conv2d.depthwise;
import static dev.riffle.graph.Op.Conv2d.pointwise;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Scope;
import java.util.List;

/**
 * A unit of the searched ShuffleNets, split as megvii's: one that opens a stage projects its whole
 * input and adds the channels that lack; any other keeps the even channels and works on the odd.
 *
 * @param choice what its main branch is
 * @param bottleneck channels inside the main branch
 * @param channels that it emits in all
 * @param activation behind the BatchNorms of pointwise convolutions
 * @param squeeze whether a squeeze and excitation ends the main branch
 * @param naming what its steps are called
 */
record ChoiceUnit(
    Choice choice,
    int bottleneck,
    int channels,
    Activation activation,
    boolean squeeze,
    Naming naming) {

  /** What the steps of a unit are called, in the unit's scope. */
  interface Naming {
    String main(Choice choice, int step);

    String projection(int step);

    /** By number, as megvii's ShuffleNetV2+ and OneShot do. */
    Naming NUMBERS =
        new Naming() {
          @Override
          public String main(Choice choice, int step) {
            return "branch_main." + step;
          }

          @Override
          public String projection(int step) {
            return "branch_proj." + step;
          }
        };
  }

  Node build(Scope unit, Node x, boolean opening) {
    Halves halves = opening ? new Halves(projection(unit, x), x) : Halves.alternating(unit, x);
    Node main = main(unit, halves.worked(), channels - halves.kept().shape().channels(), opening);
    return unit.node("concat", new Concat(), halves.kept(), main);
  }

  private Node projection(Scope unit, Node x) {
    int in = x.shape().channels();
    Node y = x;
    int step = 0;
    for (Op op :
        List.of(depthwise(in, choice.kernel(), 2), DEFAULT, pointwise(in), DEFAULT, active())) {
      y = unit.node(naming.projection(step++), op, y);
    }
    return y;
  }

  private Node main(Scope unit, Node x, int emitted, boolean opening) {
    Node y = x;
    int step = 0;
    for (Op op : steps(x.shape().channels(), emitted, opening ? 2 : 1)) {
      y = unit.node(naming.main(choice, step++), op, y);
    }
    return squeeze ? Squeeze.hard(unit.in(naming.main(choice, step)), y) : y;
  }

  private List<Op> steps(int in, int emitted, int stride) {
    if (choice == Choice.XCEPTION) {
      return List.of(
          depthwise(in, choice.kernel(), stride),
          DEFAULT,
          pointwise(bottleneck),
          DEFAULT,
          active(),
          depthwise(bottleneck, choice.kernel(), 1),
          DEFAULT,
          pointwise(bottleneck),
          DEFAULT,
          active(),
          depthwise(bottleneck, choice.kernel(), 1),
          DEFAULT,
          pointwise(emitted),
          DEFAULT,
          active());
    }
    return List.of(
        pointwise(bottleneck),
        DEFAULT,
        active(),
        depthwise(bottleneck, choice.kernel(), stride),
        DEFAULT,
        pointwise(emitted),
        DEFAULT,
        active());
  }

  private Op active() {
    return new Activate(activation);
  }
}
