package dev.riffle.voc;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * One axis of a box in VOC's words: the first and the last pixel that belong to it, counted from 1.
 * A box of COCO that begins at 0 and is 10 wide is 1 to 10 there. Both directions are computed in
 * decimals, so that what is written is read back as the very same doubles.
 *
 * @param min first pixel: start + 1
 * @param max last pixel: start + length
 */
record VocBox(BigDecimal min, BigDecimal max) {

  static VocBox of(double start, double length) {
    BigDecimal first = BigDecimal.valueOf(start);
    return new VocBox(first.add(BigDecimal.ONE), first.add(BigDecimal.valueOf(length)));
  }

  /** Rounded to whole pixels, half of one up. */
  VocBox rounded() {
    return new VocBox(min.setScale(0, RoundingMode.HALF_UP), max.setScale(0, RoundingMode.HALF_UP));
  }

  double start() {
    return min.subtract(BigDecimal.ONE).doubleValue();
  }

  double length() {
    return max.subtract(min).add(BigDecimal.ONE).doubleValue();
  }
}
