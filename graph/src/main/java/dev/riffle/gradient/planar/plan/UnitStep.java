package dev.riffle.gradient.planar.plan;

import dev.riffle.run.planar.step.Step;

/**
 * A step made of a method.
 *
 * @param units how many there are
 * @param scratch numbers of scratch memory that one needs
 * @param body what one does
 */
public record UnitStep(int units, int scratch, Body body) implements Step {

  /** What a unit does. */
  public interface Body {
    /** As {@link Step#run}. */
    void run(float[] arena, int scratch, int unit);
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    body.run(arena, scratch, unit);
  }
}
