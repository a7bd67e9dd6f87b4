package dev.riffle.run.planar.step;

/**
 * Puts zeros around planes that were filled from outside.
 *
 * @param planes first place of each
 */
public record Surround(int[] planes, Grid grid) implements Step {

  @Override
  public int units() {
    return planes.length;
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    grid.surround(arena, planes[unit], 0, grid.places());
  }
}
