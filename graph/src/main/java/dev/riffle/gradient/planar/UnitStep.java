package dev.riffle.gradient.planar;

import dev.riffle.run.planar.step.Step;

/** A step made of a method: units, scratch memory, what a unit does. */
record UnitStep(int units, int scratch, Body body) implements Step {

  /** What a unit does. */
  interface Body {
    void run(float[] arena, int scratch, int unit);
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    body.run(arena, scratch, unit);
  }
}
