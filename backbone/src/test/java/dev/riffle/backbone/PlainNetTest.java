package dev.riffle.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.backbone.PlainNet.Unit;
import dev.riffle.cost.Cost;
import dev.riffle.cost.LayerCost;
import dev.riffle.graph.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainNetTest {

  /** The ShuffleNet paper's formulas for a unit of c channels on 28×28 places. */
  @ParameterizedTest
  @CsvSource({
    "VGG, 16, 4608", // 18 · 16²
    "RESNET, 64, 4352", // 2 · 64 · 16 + 9 · 16²
    "RESNEXT, 64, 4672" // 2 · 64 · 32 + 9 · 32² / 16
  })
  void unitsCostWhatThePaperSays(Unit unit, int channels, long aPlace) {
    Graph graph = new PlainNet(unit, channels).classifier(224, 224, 10);
    long macs =
        Cost.of(graph).layers().stream()
            .filter(layer -> layer.name().startsWith("stage2.1."))
            .mapToLong(LayerCost::macs)
            .sum();
    assertEquals(28 * 28 * aPlace, macs);
  }

  @Test
  void groupsMustFit() {
    assertEquals(
        "channels: RESNEXT units need a multiple of 32 up to 100000, found 48",
        assertThrows(IllegalArgumentException.class, () -> new PlainNet(Unit.RESNEXT, 48))
            .getMessage());
  }
}
