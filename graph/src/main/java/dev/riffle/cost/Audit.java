package dev.riffle.cost;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a network leaves the four guidelines, and what that costs in numbers moved. With h·w
 * places, c1 channels read, c2 written and g groups:
 *
 * <ul>
 *   <li>G1: 1×1 convolutions with c1 ≠ c2. The least that as many multiply-adds can do with is
 *       2hw√(c1·c2) + c1·c2/g, so hw(√c1 − √c2)² are too many.
 *   <li>G2: convolutions with groups. One group would do as many multiply-adds with c2/g channels
 *       written, so hw·c2·(1 − 1/g) are too many. Depthwise ones, which the paper's own units are
 *       built of, are left out.
 *   <li>G3: units with layers side by side; what these read again is too many.
 *   <li>G4: activations, sums and products: all that they move. An executor that does them with the
 *       layer before saves it.
 * </ul>
 *
 * @param breaches guideline by guideline, in running order
 */
public record Audit(List<Breach> breaches) {

  public Audit {
    breaches = List.copyOf(breaches);
  }

  /** Looks at a network as it stands. */
  public static Audit of(Graph graph) {
    Map<String, LayerCost> costs =
        Cost.of(graph).layers().stream().collect(Collectors.toMap(LayerCost::name, cost -> cost));
    List<Breach> breaches = new ArrayList<>();
    for (Guideline guideline : Guideline.values()) {
      if (guideline == Guideline.G3) {
        Unit.all(graph).forEach(unit -> unit.breach(costs).ifPresent(breaches::add));
        continue;
      }
      for (Node node : graph.nodes()) {
        of(node, guideline, costs).ifPresent(breaches::add);
      }
    }
    return new Audit(breaches);
  }

  /** Those of one guideline. */
  public List<Breach> of(Guideline guideline) {
    return breaches.stream().filter(breach -> breach.guideline() == guideline).toList();
  }

  private static Optional<Breach> of(Node node, Guideline guideline, Map<String, LayerCost> costs) {
    if (node.op() instanceof Op.Input) {
      return Optional.empty();
    }
    long memory = costs.get(node.name()).memoryAccess();
    if (guideline == Guideline.G4) {
      return elementWise(node.op())
          .map(what -> new Breach(guideline, node.name(), what, List.of(node), memory, memory));
    }
    if (!(node.op() instanceof Op.Conv2d conv)) {
      return Optional.empty();
    }
    int in = node.input().shape().channels();
    int out = node.shape().channels();
    long places = node.shape().plane();
    if (guideline == Guideline.G1 && conv.kernel() == 1 && conv.stride() == 1 && in != out) {
      double excess = places * Math.pow(Math.sqrt(in) - Math.sqrt(out), 2);
      String what = in + " -> " + out + " channels";
      return Optional.of(breach(guideline, node, what, memory, Math.round(excess)));
    }
    boolean depthwise = conv.groups() == in && in == out;
    if (guideline == Guideline.G2 && conv.groups() > 1 && !depthwise) {
      long excess = places * (out - out / conv.groups());
      return Optional.of(breach(guideline, node, conv.groups() + " groups", memory, excess));
    }
    return Optional.empty();
  }

  private static Breach breach(
      Guideline guideline, Node node, String what, long memory, long excess) {
    return new Breach(guideline, node.name(), what, List.of(node), memory, excess);
  }

  /** What an element-wise op is called; nothing for any other op. */
  private static Optional<String> elementWise(Op op) {
    if (op instanceof Op.Activate act && act.function() != Activation.IDENTITY) {
      return Optional.of("activation");
    }
    if (op instanceof Op.Add) {
      return Optional.of("sum");
    }
    return op instanceof Op.Multiply ? Optional.of("product") : Optional.empty();
  }
}
