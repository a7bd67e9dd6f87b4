package dev.riffle.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.riffle.assign.Assigner;
import dev.riffle.assign.Atss;
import dev.riffle.assign.DynamicSoftLabel;
import dev.riffle.assign.Places;
import dev.riffle.box.Truths;
import dev.riffle.graph.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against the original implementation, in float64. */
class DetectionLossTest {
  private static final LossWeights WEIGHTS = new LossWeights(1, 2, 0.25, BoxOverlap.GIOU);
  private static final Atss ATSS = new Atss(9, 5);
  private static final DynamicSoftLabel SOFT_LABEL = new DynamicSoftLabel(13, 3);
  private static final DetectionLoss V0 = new AtssLoss(ATSS, WEIGHTS);
  private static final DetectionLoss PLUS = new SoftLabelLoss(SOFT_LABEL, WEIGHTS);

  private static Loss loss(DetectionLoss by, Original original, List<Truths> truths) {
    return by.of(original.decoder(), original.maps("preds"), truths, Original.INPUT);
  }

  private static void assertTerms(String name, Loss loss, String... prefixes) throws IOException {
    JsonObject expected = Original.losses(name);
    List<String> terms = new ArrayList<>();
    for (String prefix : prefixes) {
      for (String term : List.of("qfl", "box", "dfl")) {
        terms.add(prefix + term);
        String theirs = prefix + "loss_" + term.replace("box", "bbox");
        double value = expected.get(theirs).getAsDouble();
        assertEquals(value, loss.terms().get(prefix + term), 1e-6, theirs);
      }
    }
    assertEquals(terms, List.copyOf(loss.terms().keySet()));
    assertEquals(expected.get("loss").getAsDouble(), loss.total(), 2e-6);
  }

  private static double norm(List<Tensor> slopes) {
    double squares = 0;
    for (Tensor each : slopes) {
      for (float slope : each.data()) {
        squares += (double) slope * slope;
      }
    }
    return Math.sqrt(squares);
  }

  private static void assertSlopes(List<Tensor> expected, List<Tensor> slopes) {
    assertEquals(expected.size(), slopes.size());
    double apart = 0;
    for (int level = 0; level < expected.size(); level++) {
      assertArrayEquals(expected.get(level).shape(), slopes.get(level).shape());
      for (int i = 0; i < expected.get(level).data().length; i++) {
        double difference = expected.get(level).data()[i] - slopes.get(level).data()[i];
        apart += difference * difference;
      }
    }
    double relative = Math.sqrt(apart) / norm(expected);
    assertTrue(relative < 2e-6, "relative distance " + relative);
  }

  private static void assertAssigned(Original original, Assigner assigner, String judge) {
    Places places = Places.of(original.decoder(), Original.INPUT);
    assertEquals(original.places(), places.count());
    long[] expected = original.tensors().get("assigned_gt").toLongs();
    List<Tensor> maps = original.maps(judge);
    List<Tensor> slopes = original.maps(judge);
    for (int picture = 0; picture < 2; picture++) {
      Finding finding = new Finding(original.decoder(), places, maps, slopes, picture);
      int[] assigned = assigner.assign(places, original.truths().get(picture), finding);
      int from = picture * places.count();
      assertArrayEquals(
          Arrays.copyOfRange(expected, from, from + places.count()),
          Arrays.stream(assigned).asLongStream().toArray());
    }
  }

  @Test
  void placesLieWhereTheOriginalHasThem() throws IOException {
    for (Original original : List.of(Original.v0(), Original.plus())) {
      Places places = Places.of(original.decoder(), Original.INPUT);
      float[] priors = original.tensors().get("priors").toTensor().data();
      assertEquals(priors.length, 4 * places.count());
      for (int place = 0; place < places.count(); place++) {
        assertEquals(priors[4 * place], places.x()[place]);
        assertEquals(priors[4 * place + 1], places.y()[place]);
        assertEquals(priors[4 * place + 2], places.strides().get(places.level(place)).floatValue());
      }
    }
  }

  @Test
  void placesLearnWhatTheyDoInTheOriginal() throws IOException {
    assertAssigned(Original.v0(), ATSS, "preds");
    assertAssigned(Original.plus(), SOFT_LABEL, "preds");
    assertAssigned(Original.aux(), SOFT_LABEL, "preds_aux");
  }

  @Test
  void nanoDetLearnsAsTheOriginal() throws IOException {
    Original original = Original.v0();
    Loss loss = loss(V0, original, original.truths());
    assertTerms("v0", loss, "");
    assertSlopes(original.maps("grad_f64"), loss.slopes());
  }

  @Test
  void nanoDetPlusLearnsAsTheOriginal() throws IOException {
    Original original = Original.plus();
    Loss loss = loss(PLUS, original, original.truths());
    assertTerms("plus", loss, "");
    assertSlopes(original.maps("grad_f64"), loss.slopes());
  }

  @Test
  void anAuxiliaryBranchAssignsAndLearnsToo() throws IOException {
    Original original = Original.aux();
    List<Tensor> outputs = new ArrayList<>(Original.plus().maps("preds"));
    outputs.addAll(original.maps("preds_aux"));
    Loss loss = PLUS.of(original.decoder(), outputs, original.truths(), Original.INPUT);
    assertTerms("plus_aux", loss, "", "aux_");
    assertSlopes(original.maps("grad_f64"), loss.slopes().subList(0, 4));
    assertSlopes(original.maps("grad_aux_f64"), loss.slopes().subList(4, 8));
  }

  @Test
  void picturesMayBeEmpty() throws IOException {
    Map<DetectionLoss, Original> both = Map.of(V0, Original.v0(), PLUS, Original.plus());
    for (Map.Entry<DetectionLoss, Original> each : both.entrySet()) {
      Original original = each.getValue();
      String name = each.getKey() == V0 ? "v0" : "plus";
      List<Truths> second = List.of(Truths.NONE, original.truths().get(1));
      assertEmpty(name + "_img0_empty", loss(each.getKey(), original, second));
      List<Truths> none = List.of(Truths.NONE, Truths.NONE);
      assertEmpty(name + "_all_empty", loss(each.getKey(), original, none));
    }
  }

  private static void assertEmpty(String name, Loss loss) throws IOException {
    assertTerms(name, loss, "");
    JsonObject whole = Original.summary(name);
    double sum = 0;
    double most = 0;
    for (Tensor each : loss.slopes()) {
      for (float slope : each.data()) {
        sum += slope;
        most = Math.max(most, Math.abs(slope));
      }
    }
    double norm = whole.get("grad_f64_l2").getAsDouble();
    assertEquals(norm, norm(loss.slopes()), 1e-6 * norm);
    assertEquals(whole.get("grad_f64_max_abs").getAsDouble(), most, 1e-6 * norm);
    assertEquals(whole.get("grad_f64_sum").getAsDouble(), sum, 1e-4 * norm);
  }
}
