package dev.riffle.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassificationAugmentationTest {
  private static final ClassificationAugmentation USUAL = ClassificationAugmentation.DEFAULT;

  @Test
  void partsLieInsideAndFillTheirIntervals() {
    Random random = new Random(7);
    double least = 1;
    double most = 0;
    for (int i = 0; i < 2000; i++) {
      ImagePart part = USUAL.part(400, 300, random);
      assertTrue(part.left() >= 0 && part.left() + part.width() <= 400, part.toString());
      assertTrue(part.top() >= 0 && part.top() + part.height() <= 300, part.toString());
      double ratio = (double) part.width() / part.height();
      assertTrue(ratio > 0.73 && ratio < 1.36, part.toString());
      double share = part.width() * part.height() / 120000.0;
      least = Math.min(least, share);
      most = Math.max(most, share);
    }
    assertTrue(least > 0.079 && least < 0.1, "least " + least);
    assertTrue(most > 0.9, "most " + most);
  }

  // As torchvision: where no part fits, the middle, as wide as the ratio allows.
  @Test
  void ofALongPictureTheMiddleIsSeen() {
    assertEquals(new ImagePart(493, 0, 13, 10), USUAL.part(1000, 10, new Random(1)));
    assertEquals(new ImagePart(0, 0, 1, 1), USUAL.part(1, 1, new Random(1)));
  }
}
