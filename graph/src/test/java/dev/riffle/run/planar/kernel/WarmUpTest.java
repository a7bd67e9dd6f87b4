package dev.riffle.run.planar.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.riffle.run.planar.kernel.WarmUp.Verb;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTest {

  // A warm-up that fails would leave verbs on plain loops for good, and nobody would be told.
  @ParameterizedTest
  @EnumSource
  void everyVerbStaysWithinItsNumbers(Verb verb) {
    for (int lanes = 4; lanes <= 16; lanes *= 2) {
      WarmUp warmUp = new WarmUp(new PlainKernels(lanes, lanes == 16 ? 3 : 64 / lanes));
      assertDoesNotThrow(() -> warmUp.warm(verb));
    }
    assertDoesNotThrow(() -> new WarmUp(Kernels.fastest()).warm(verb));
  }
}
