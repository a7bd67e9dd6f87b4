package dev.riffle.train.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.testing.Shared;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  private static final Map<String, Optimizer> PUBLISHED =
      Map.of(
          "sgd", new Sgd(0.1, 0.9, false, 1e-4),
          "sgd_nesterov", new Sgd(0.1, 0.9, true, 1e-4),
          "sgd_plain", new Sgd(0.1, 0, false, 0),
          "adamw", new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.05),
          "adam_l2", new Adam(1e-3, 0.9, 0.999, 1e-8, 0.05));

  /** PyTorch's, in float32 to the last places and in float64 to float's precision. */
  @ParameterizedTest
  @ValueSource(strings = {"sgd", "sgd_nesterov", "sgd_plain", "adamw", "adam_l2"})
  void sixStepsGoWherePyTorchsGo(String name) throws IOException {
    StateDict given = Safetensors.read(Shared.path("fixtures/training/optimizers.safetensors"));
    Optimizer optimizer = PUBLISHED.get(name);
    int compared = 0;
    for (String parameter : List.of("p0", "p1", "p2")) {
      float[] values = given.get(parameter + ".initial").toTensor().data();
      float[][] memory = new float[optimizer.memory().length][values.length];
      for (int step = 1; step <= 6; step++) {
        float[] gradient = given.get(parameter + ".grad_step" + step).toTensor().data();
        optimizer.update(
            values, gradient, memory, optimizer.learningRate(), optimizer.weightDecay(), step);
        String after = ".after_step" + step + "." + parameter;
        if (!given.tensors().containsKey(name + ".f32" + after)) {
          continue;
        }
        float[] single = given.get(name + ".f32" + after).toTensor().data();
        double[] exact = given.get(name + ".f64" + after).toDoubles();
        for (int i = 0; i < values.length; i++) {
          assertEquals(single[i], values[i], 3 * Math.ulp(Math.max(1, Math.abs(single[i]))), after);
          assertEquals(exact[i], values[i], 1e-6 * Math.max(1, Math.abs(exact[i])), after);
        }
        compared++;
      }
    }
    assertEquals(9, compared);
  }

  /** Adam's first step goes as far as the learning rate says, whatever the gradient's size. */
  @Test
  void theFirstStepOfAdamIsTheLearningRate() {
    float[] values = {1, 1};
    new Adam(0.25, 0.9, 0.999, 1e-30, 0)
        .update(values, new float[] {1e-8f, -100}, new float[2][2], 0.25, 0, 1);
    assertArrayEquals(new float[] {0.75f, 1.25f}, values, 1e-6f);
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    refused("learningRate: expected more than 0, found 0.0", () -> new Sgd(0, 0, false, 0));
    refused(
        "momentum: expected 0 or more and less than 1, found 1.0", () -> new Sgd(1, 1, false, 0));
    refused("nesterov: expected a momentum with it, found 0", () -> new Sgd(1, 0, true, 0));
    refused("weightDecay: expected 0 or more, found -1.0", () -> new AdamW(1, 0, 0, 1, -1));
    refused("epsilon: expected more than 0, found NaN", () -> new Adam(1, 0, 0, Double.NaN, 0));
  }

  private static void refused(String message, Executable made) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, made).getMessage());
  }

  @Test
  void groupsSayWhatDecaysAndHowFast() {
    Groups groups =
        new Groups(
            false,
            false,
            List.of(new Groups.Rate(List.of("fc.*"), 10), new Groups.Rate(List.of("*.bias"), 2)));
    GivenGradients session = new GivenGradients();
    for (String name : List.of("conv.weight", "norm.weight", "norm.bias", "fc.weight", "fc.bias")) {
      session.with(name, 1, 0);
    }
    session.with("fc.bias", 1, 0.5);
    Descent descent = new Descent(new Sgd(1, 0, false, 0.25), groups, session);
    Gradients gradients = new Gradients(1);
    gradients.add(session);
    descent.step(session, gradients, 0.1);
    assertEquals(1 - 0.1f * 0.25f, session.values("conv.weight")[0], 1e-7);
    assertEquals(1, session.values("norm.weight")[0]);
    assertEquals(1, session.values("norm.bias")[0]);
    assertEquals(1 - 1f * 0.25f, session.values("fc.weight")[1], 1e-7);
    assertEquals(1 - 0.2f * 0.5f, session.values("fc.bias")[1], 1e-7);
  }

  @Test
  void normsAndBiasesOfATransformerAreSuchToo() {
    Scope root = Scope.root();
    Node x = root.input("x", new Shape(4, 2, 2));
    Node norm = root.node("norm", Op.LayerNorm.DEFAULT, x);
    Node parts = root.node("parts", "in_proj_", Op.Conv2d.pointwise(12).withBias(), norm);
    Node heads = root.node("heads", new Op.Attention(2), parts);
    Graph graph = new Graph(List.of(x), List.of(heads));
    assertEquals(Set.of("in_proj_weight"), new Groups(false, false, List.of()).decayed(graph));
    assertEquals(
        Set.of("in_proj_weight", "norm.weight", "norm.bias"),
        new Groups(true, false, List.of()).decayed(graph));
  }

  @Test
  void aNameThatNoParameterHasIsRefused() {
    Groups groups = new Groups(true, true, List.of(new Groups.Rate(List.of("body.*"), 2)));
    refused(
        "groups.rates.0.names: expected names of parameters, found \"body.*\", which means none;"
            + " there are conv.*, norm.*, fc.*",
        () -> new Descent(new Sgd(1, 0, false, 0), groups, new GivenGradients()));
  }

  @Test
  void severalBatchesMakeOneStepOfTheirMean() {
    GivenGradients session = new GivenGradients();
    Gradients gradients = new Gradients(2);
    for (int step = 0; step < 2; step++) { // nothing of the first is left in the second
      gradients.add(session.with("fc.bias", 0, 1 + step));
      gradients.add(session.with("fc.bias", 0, 4 + step));
      assertArrayEquals(new float[] {2.5f + step, 2.5f + step}, gradients.of("fc.bias"));
    }
  }

  @Test
  void longGradientsAreCutAndShortOnesAreNot() {
    GivenGradients session = new GivenGradients().with("fc.bias", 0, 3).with("conv.weight", 0, 6);
    Gradients gradients = new Gradients(1);
    gradients.add(session);
    double norm = gradients.norm();
    assertEquals(Math.sqrt(9 + 9 + 36), norm, 1e-12);
    gradients.clip(norm, 100);
    assertEquals(norm, gradients.norm());
    gradients.clip(norm, 2);
    assertEquals(2, gradients.norm(), 1e-6);
    assertEquals(2, session.gradient("conv.weight")[0] / session.gradient("fc.bias")[0], 1e-6);
  }

  /** By hand: d is 0.5 · (1 − exp(−step / 2)). */
  @Test
  void averagesFollowFastAtFirst() {
    GivenGradients session =
        new GivenGradients().with("fc.bias", 1, 0).with("norm.running_var", 1, 0);
    Averages averages = new Averages(session, 0.5, 2);
    session.with("fc.bias", 2, 0).with("norm.running_var", 3, 0);
    averages.follow(session, 1);
    double stays = 0.5 * (1 - Math.exp(-0.5));
    assertEquals(stays + (1 - stays) * 2, averages.tensors().get("fc.bias").data()[0], 1e-6);
    assertEquals(
        stays + (1 - stays) * 3, averages.tensors().get("norm.running_var").data()[0], 1e-6);
    averages.follow(session, 1_000_000);
    double then = 0.5 * (stays + (1 - stays) * 2) + 0.5 * 2;
    assertEquals(then, averages.tensors().get("fc.bias").data()[0], 1e-6);
    refused(
        "expected averages of 7 parameters, found 0", // as where a run had none at first
        () -> averages.restore(Map.of()));
  }

  @Test
  void memoryMovesToAnotherDescent() {
    GivenGradients session = new GivenGradients().with("fc.bias", 0, 1);
    Optimizer optimizer = new AdamW(0.1, 0.9, 0.99, 1e-8, 0);
    Descent one = new Descent(optimizer, Groups.NONE, session);
    Gradients gradients = new Gradients(1);
    gradients.add(session);
    one.step(session, gradients, 0.1);
    GivenGradients copy = new GivenGradients().with("fc.bias", session.values("fc.bias")[0], 1);
    Descent two = new Descent(optimizer, Groups.NONE, copy);
    two.restore(1, one.memory());
    one.step(session, gradients, 0.1);
    Gradients others = new Gradients(1);
    others.add(copy);
    two.step(copy, others, 0.1);
    assertArrayEquals(session.values("fc.bias"), copy.values("fc.bias"));
    Descent sgd = new Descent(new Sgd(1, 0.9, false, 0), Groups.NONE, copy);
    String message =
        assertThrows(IllegalArgumentException.class, () -> sgd.restore(1, one.memory()))
            .getMessage();
    assertTrue(message.contains("found 10"), message);
  }
}
