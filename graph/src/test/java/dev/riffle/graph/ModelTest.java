package dev.riffle.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.graph.Op.Conv2d;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTest {
  private final Node picture = Scope.root().input("picture", new Shape(3, 4, 4));
  private final Graph graph =
      new Graph(
          List.of(picture),
          List.of(Scope.root().node("conv", Conv2d.dense(2, 3, 1).withBias(), picture)));

  private String refusal(Map<String, Tensor> tensors) {
    return assertThrows(
            IllegalArgumentException.class, () -> new Model(graph, new Weights(tensors)))
        .getMessage();
  }

  @Test
  void weightsFitExactlyOrAreRefusedByName() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("conv.weight", new Tensor(new float[54], 2, 3, 3, 3));
    assertEquals("no weight is named conv.bias", refusal(tensors));
    tensors.put("conv.bias", new Tensor(new float[3], 3));
    assertEquals("conv.bias: expected [2], found float32[3]", refusal(tensors));
    tensors.put("conv.bias", new Tensor(new float[2], 2));
    assertEquals(2, new Model(graph, new Weights(tensors)).weights().names().size());
    tensors.put("fc.bias", new Tensor(new float[2], 2));
    assertEquals("the network has no place for fc.bias", refusal(tensors));
  }

  @Test
  void aTensorHoldsExactlyItsShape() {
    assertEquals(
        "shape [2, 3] holds 6 numbers, found 5",
        assertThrows(IllegalArgumentException.class, () -> new Tensor(new float[5], 2, 3))
            .getMessage());
    assertThrows(
        ArithmeticException.class, () -> new Tensor(new float[0], 1 << 31 - 1, 1 << 30, 8));
  }

  @Test
  void randomWeightsFollowTheirSeed() {
    float[] once = Weights.random(graph, 7).get("conv.weight").data();
    assertArrayEquals(once, Weights.random(graph, 7).get("conv.weight").data());
    assertEquals(54, once.length);
  }
}
