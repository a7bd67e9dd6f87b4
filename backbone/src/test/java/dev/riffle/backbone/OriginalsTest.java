package dev.riffle.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What definitions written anew in PyTorch after the authors' give, in double precision, for the
 * same weights (loaded by the same names, none left over) and the same picture. Their 7×7 pools
 * were made global, so that small pictures do.
 */
class OriginalsTest {
  private static final int CLASSES = 10;
  private static final int WEIGHT_SEED = 7;
  private static final int PICTURE_SEED = 8;

  /** The first logits of 10 for a picture of 64×96. */
  record Row(Backbone backbone, double... logits) {}

  static Stream<Row> rows() {
    return Stream.of(
        new Row(
            new ShuffleNetV1(3, ShuffleNetV1.Width.X0_5), 164153.3, 72003.58, 12064.15, 262035.3),
        new Row(
            new ShuffleNetV1(8, ShuffleNetV1.Width.X0_5), -140901.1, -70039.52, 5305.485, 47627.3),
        new Row(
            new ShuffleNetV2(ShuffleNetV2.Size.X0_5, ShuffleNetV2.Variant.MEGVII),
            16.75655,
            -581.1629,
            -183.4911,
            343.8806),
        new Row(
            new ShuffleNetV2Plus(ShuffleNetV2Plus.Size.SMALL),
            -36.92569,
            12.59122,
            9.180846,
            9.075677),
        new Row(
            new OneShot(ShuffleNetV2Plus.CHOICES, CountsTest.ONE_SHOT_SCALES),
            1947.326,
            -3641.366,
            -1205.218,
            3103.197),
        new Row(
            new DetNas(DetNas.Architecture.COCO_FPN_300M), 2299.361, -3661.698, 4283.203, 8645.406),
        new Row(new CifarShuffleNet(2), -1558.131, -6134.151, -28.71426, 18.78519),
        new Row(new CifarShuffleNet(3), 7827.841, -334.8119, -3173.723, 5715.789),
        // The implementation above with its shuffle where CifarShuffleNet's is, as the paper says.
        new Row(
            new ShuffleNetV1(3, ShuffleNetV1.Width.X0_5, ShuffleNetV1.Order.PAPER, 0),
            11914.67,
            -22358.92,
            40312.29,
            68743.48));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void logitsAreTheOriginals(Row row) {
    Graph graph = row.backbone.classifier(64, 96, CLASSES);
    Random random = new Random(PICTURE_SEED);
    float[] picture = new float[3 * 64 * 96];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (float) random.nextGaussian();
    }
    Model model = new Model(graph, Weights.random(graph, WEIGHT_SEED));
    float[] found;
    try (Session session = new ReferenceExecutor().open(model)) {
      found = session.run(List.of(new Tensor(picture, 1, 3, 64, 96))).get(0).data();
    }
    assertEquals(CLASSES, found.length);
    // Float32 needs 2e-6 of the largest logit in the original too, 1e-5 with hard-swish.
    double largest = 0;
    for (float logit : found) {
      largest = Math.max(largest, Math.abs(logit));
    }
    for (int i = 0; i < row.logits.length; i++) {
      assertEquals(row.logits[i], found[i], 2e-5 * largest);
    }
  }
}
