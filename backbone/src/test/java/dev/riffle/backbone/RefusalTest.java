package dev.riffle.backbone;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.backbone.ShuffleNetV1.Width;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Networks that cannot be are refused where they are described, with the numbers. */
class RefusalTest {

  private static void assertRefused(String message, Executable made) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, made).getMessage());
  }

  @Test
  void channelsThatCannotBeGroupedAreRefused() {
    assertRefused(
        "groups 8 at 0.25x: the first unit adds 96 - 6 = 90 channels, which cannot be divided into"
            + " 8 groups",
        () -> new ShuffleNetV1(8, Width.X0_25));
    assertRefused(
        "groups 4 at 0.5x: stage 2 has 136 channels, and a bottleneck of 136 / 4 cannot be divided"
            + " into 4 groups",
        () -> new ShuffleNetV1(4, Width.X0_5));
    assertRefused(
        "groups: expected 1, 2, 3, 4 or 8, found 5", () -> new ShuffleNetV1(5, Width.X1_0));
  }

  /** Plain scaling of the paper's table is possible at these and no others. */
  @Test
  void whatCanBeScaledIsAccepted() {
    Map<Width, Set<Integer>> possible =
        Map.of(
            Width.X0_25, Set.of(1, 3),
            Width.X0_5, Set.of(1, 3, 8),
            Width.X1_0, Set.of(1, 2, 3, 4, 8),
            Width.X1_5, Set.of(1, 3, 8),
            Width.X2_0, Set.of(1, 2, 3, 4, 8),
            Width.SHALLOW, Set.of(1, 3),
            Width.LAYERS_50, Set.of(1, 2, 3, 4, 8));
    for (Width width : Width.values()) {
      for (int groups : List.of(1, 2, 3, 4, 8)) {
        if (possible.get(width).contains(groups)) {
          assertDoesNotThrow(() -> new ShuffleNetV1(groups, width).classifier(64, 64, 10));
        } else {
          assertThrows(
              IllegalArgumentException.class,
              () -> new ShuffleNetV1(groups, width),
              groups + " at " + width);
        }
      }
    }
  }

  @Test
  void choicesAreCountedAndKnown() {
    assertRefused(
        "choices: expected one for each of 20 units, found 2",
        () -> new OneShot(List.of(0, 1), List.of()));
    assertRefused(
        "choices.0: expected 0, 1, 2 (shuffle units of kernel 3, 5, 7) or 3 (Xception), found 4",
        () -> new OneShot(Collections.nCopies(20, 4), List.of()));
    assertRefused(
        "scales: expected none or one for each of 20 units, found 1",
        () -> new OneShot(Collections.nCopies(20, 0), List.of(1.0)));
    assertRefused(
        "scales: expected numbers that leave a channel, up to 10.0, found 0.01",
        () -> new OneShot(Collections.nCopies(20, 0), Collections.nCopies(20, 0.01)));
  }

  @Test
  void dialsHaveEnds() {
    assertRefused("width: expected 0.05 to 10.0, found 0.0", () -> new MobileNetV1(0));
    assertRefused("width: expected 0.05 to 10.0, found NaN", () -> new MobileNetV2(Double.NaN));
    assertRefused(
        "squeeze: expected 0 (none) to 24, found 25",
        () -> new ShuffleNetV2(ShuffleNetV2.Size.X0_5).withSqueeze(25));
  }

  @Test
  void aClassifierNeedsTheLastStage() {
    assertRefused(
        "the classifier stands behind stage 4, but stages are [2, 3]",
        () ->
            new ShuffleNetV2(ShuffleNetV2.Size.X0_5)
                .withStages(List.of(2, 3), false)
                .classifier(64, 64, 10));
  }

  @Test
  void residualNetworksComeInFiveDepths() {
    assertRefused("depth: expected 18, 34, 50, 101 or 152, found 51", () -> new ResNet(51));
    assertRefused(
        "groups: only bottlenecks (depth 50, 101, 152) have them, found depth 18 with 32 of 4"
            + " channels",
        () -> new ResNet(18, 32, 4));
  }

  @Test
  void classifiersOverPlacesTakeOneSize() {
    assertRefused(
        "classifier: expected a last map of 7x7 (pictures of 224x224), found 512x8x8",
        () -> new Vgg16().classifier(256, 256, 10));
    assertRefused(
        "classifier: expected a last map of 6x6 (pictures of 224x224), found 256x7x6",
        () -> new AlexNet().classifier(256, 224, 10));
  }
}
