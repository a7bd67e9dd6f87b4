package dev.riffle.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.riffle.assign.Assigner;
import dev.riffle.assign.Atss;
import dev.riffle.assign.DynamicSoftLabel;
import dev.riffle.assign.Places;
import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.loss.term.BoxOverlap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** Of a batch without objects; a region over everything leaves nothing to learn. */
  @Test
  void ignoredPlacesTeachNothing() throws IOException {
    Original original = Original.plus();
    Box everywhere = new Box(-1, -1, 321, 321);
    Truths ignored = new Truths(List.of(), List.of(everywhere));
    Loss loss = loss(PLUS, original, List.of(ignored, ignored));
    assertEquals(Map.of("qfl", 0.0, "box", 0.0, "dfl", 0.0), loss.terms());
    assertEquals(0, norm(loss.slopes()));

    // One picture's half of the places, those with x < 160: what is left adds up with them.
    Truths left = new Truths(List.of(), List.of(new Box(-1, -1, 159, 321)));
    Truths right = new Truths(List.of(), List.of(new Box(159, -1, 321, 321)));
    Loss none = loss(PLUS, original, List.of(Truths.NONE, ignored));
    Loss one = loss(PLUS, original, List.of(left, ignored));
    Loss other = loss(PLUS, original, List.of(right, ignored));
    assertEquals(none.total(), one.total() + other.total(), 1e-9);
    assertTrue(one.total() > 0 && other.total() > 0);
  }

  @Test
  void objectsInIgnoredRegionsAreLearnedAllTheSame() throws IOException {
    Original original = Original.v0();
    List<Truths> ignoring = new ArrayList<>();
    for (Truths truths : original.truths()) {
      ignoring.add(new Truths(truths.objects(), List.of(new Box(-1, -1, 321, 321))));
    }
    Loss plain = loss(V0, original, original.truths());
    Loss loss = loss(V0, original, ignoring);
    assertEquals(plain.terms().get("box"), loss.terms().get("box"));
    assertEquals(plain.terms().get("dfl"), loss.terms().get("dfl"));
    // What is left of the class loss is that of the 35 places that learn.
    int plane = 40 * 40;
    int learning = 0;
    float[] slopes = loss.slopes().get(0).data();
    float[] all = plain.slopes().get(0).data();
    for (int place = 0; place < plane; place++) {
      if (original.tensors().get("assigned_gt").toLongs()[place] >= 0) {
        learning++;
        assertEquals(all[place], slopes[place]);
        assertTrue(slopes[place] != 0);
      } else {
        assertEquals(0, slopes[place]);
      }
    }
    assertEquals(2, learning); // of the finest level in the first picture
    assertTrue(loss.terms().get("qfl") < plain.terms().get("qfl"));
  }

  /** Twice the weight, twice the term and its slopes. */
  @Test
  void weightsScaleTheTerms() throws IOException {
    Original original = Original.v0();
    LossWeights others = new LossWeights(3, 0, 0, BoxOverlap.GIOU);
    Loss plain = loss(V0, original, original.truths());
    Loss loss = loss(new AtssLoss(ATSS, others), original, original.truths());
    assertEquals(3 * plain.terms().get("qfl"), loss.terms().get("qfl"), 1e-12);
    assertEquals(0, loss.terms().get("box"));
    assertEquals(0, loss.terms().get("dfl"));
    LossWeights distance = new LossWeights(1, 2, 0.25, BoxOverlap.DIOU);
    Loss diou = loss(new AtssLoss(ATSS, distance), original, original.truths());
    assertTrue(diou.terms().get("box") != plain.terms().get("box").doubleValue());
    assertEquals(plain.terms().get("dfl"), diou.terms().get("dfl"));
  }

  @Test
  void theSameBatchHasTheSameLossEachTime() throws IOException {
    Original original = Original.plus();
    Loss once = loss(PLUS, original, original.truths());
    Loss again = loss(PLUS, original, original.truths());
    assertEquals(once.terms(), again.terms());
    for (int level = 0; level < 4; level++) {
      assertArrayEquals(once.slopes().get(level).data(), again.slopes().get(level).data());
    }
  }

  /**
   * What a small step along each number changes, of an input that is neither square nor whole
   * strides. Along scores that is the class loss (confidences stand still), along distributions the
   * other two (the quality that scores are to have stands still).
   */
  @ParameterizedTest
  @EnumSource(names = {"IOU", "GIOU", "DIOU"})
  void slopesAreWhatASmallStepChanges(BoxOverlap overlap) {
    DistanceDecoder decoder = new DistanceDecoder(2, 3, List.of(8, 16), 0.5f);
    Shape input = new Shape(3, 20, 41);
    List<Tensor> outputs =
        List.of(Tensor.random(2, new Shape(18, 3, 6), 1), Tensor.random(2, new Shape(18, 2, 3), 2));
    Truth object = new Truth(new Box(2, 3, 17, 19), 1);
    Truth other = new Truth(new Box(11.5f, -3, 39, 12), 0);
    List<Truths> truths =
        List.of(
            new Truths(List.of(object, other), List.of()),
            new Truths(List.of(other), List.of(new Box(0, 0, 9, 9))));
    DetectionLoss by = new AtssLoss(new Atss(3, 1.5), new LossWeights(1, 2, 0.25, overlap));
    Loss loss = by.of(decoder, outputs, truths, input);
    int moving = 0;
    for (int level = 0; level < 2; level++) {
      float[] numbers = outputs.get(level).data();
      int plane = outputs.get(level).size(2) * outputs.get(level).size(3);
      for (int i = 0; i < numbers.length; i++) {
        float from = numbers[i];
        numbers[i] = from + 0x1p-7f;
        Map<String, Double> more = by.of(decoder, outputs, truths, input).terms();
        numbers[i] = from - 0x1p-7f;
        Map<String, Double> less = by.of(decoder, outputs, truths, input).terms();
        numbers[i] = from;
        boolean isScore = i / plane % decoder.channels() < decoder.classes();
        double change = 0;
        for (String term : isScore ? List.of("qfl") : List.of("box", "dfl")) {
          change += more.get(term) - less.get(term);
        }
        float slope = loss.slopes().get(level).data()[i];
        assertEquals(change * 64, slope, 2e-5, "level " + level + ", number " + i);
        moving += !isScore && slope != 0 ? 1 : 0;
      }
    }
    assertTrue(moving >= 3 * 16, "distributions that learn: " + moving);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    DistanceDecoder decoder = new DistanceDecoder(2, 3, List.of(8, 16), 0);
    Shape input = new Shape(3, 20, 41);
    Tensor fine = Tensor.zeros(1, new Shape(18, 3, 6));
    Tensor coarse = Tensor.zeros(1, new Shape(18, 2, 3));
    List<Truths> none = List.of(Truths.NONE);
    assertRefused(
        "outputs: expected 2 levels, or 4 with an auxiliary branch, found 3",
        () -> PLUS.of(decoder, List.of(fine, coarse, fine), none, input));
    assertRefused(
        "outputs[1]: expected [1, 18, 2, 3] (truths, channels, and 20x41 at stride 16), found"
            + " float32[1, 18, 3, 6]",
        () -> PLUS.of(decoder, List.of(fine, fine), none, input));
    assertRefused(
        "outputs[0]: expected [2, 18, 3, 6] (truths, channels, and 20x41 at stride 8), found"
            + " float32[1, 18, 3, 6]",
        () -> V0.of(decoder, List.of(fine, coarse), List.of(Truths.NONE, Truths.NONE), input));
    Truths other = new Truths(List.of(new Truth(new Box(1, 2, 3, 4), 2)), List.of());
    assertRefused(
        "truths[0]: expected classes from 0 to 1, found Truth[box=Box[left=1.0, top=2.0,"
            + " right=3.0, bottom=4.0], category=2]",
        () -> V0.of(decoder, List.of(fine, coarse), List.of(other), input));
    assertRefused(
        "box: expected 0 or more, found -1.0", () -> new LossWeights(1, -1, 0, BoxOverlap.IOU));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
