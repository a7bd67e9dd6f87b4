package dev.riffle.track;

import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import java.util.OptionalLong;

/** One thing that is followed. */
final class Track {
  private final int category;
  private final Motion motion;
  private OptionalLong id; // nothing until it is seen twice
  private int missed; // updates since it was last seen
  private Box expected;

  Track(Detection first, OptionalLong id) {
    this.category = first.category();
    this.motion = new Motion(first.box());
    this.id = id;
    this.expected = first.box();
  }

  void predict(double time) {
    if (missed > 0) {
      motion.keepSize();
    }
    motion.predict(time);
    expected = motion.box();
  }

  void see(Detection detection) {
    motion.correct(detection.box());
    missed = 0;
  }

  void miss() {
    missed++;
  }

  /** What pairing it with a detection costs: what they do not share of their union. */
  double cost(Detection detection) {
    return detection.category() == category
        ? 1 - expected.intersectionOverUnion(detection.box())
        : Double.POSITIVE_INFINITY;
  }

  OptionalLong id() {
    return id;
  }

  void name(long number) {
    id = OptionalLong.of(number);
  }

  int missed() {
    return missed;
  }
}
