package dev.riffle.shapes;

import dev.riffle.dataset.Dataset;
import dev.riffle.shapes.draw.Scene;
import java.util.Locale;

/**
 * Scenes of neighbouring seeds as a data set. None is kept: each is drawn whenever it is asked for.
 *
 * @param firstSeed of the first
 * @param count how many
 */
public record DrawnScenes(long firstSeed, int count) {
  private static final int MOST = 1 << 24; // an order of them is an array

  /** Checks the number. */
  public DrawnScenes {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("scenes: expected 1 to " + MOST + ", found " + count);
    }
    if (firstSeed < 0 || firstSeed > Long.MAX_VALUE - MOST) {
      throw new IllegalArgumentException(
          "seed: expected 0 to " + (Long.MAX_VALUE - MOST) + ", found " + firstSeed);
    }
  }

  /** For evaluation, never seen in training. */
  public static DrawnScenes heldOut(int count) {
    return new DrawnScenes(Scene.HELD_OUT, count);
  }

  /** One of them, from 0. */
  public Scene scene(int index) {
    return Scene.draw(firstSeed + index);
  }

  /** For messages. */
  public String source() {
    return "drawn scenes " + firstSeed + " to " + (firstSeed + count - 1);
  }

  /** What a data set calls a scene: numbers from 1. */
  public long id(int index) {
    return index + 1;
  }

  /** The name of a scene's file, {@code 000001.png}. */
  public String fileName(int index) {
    return String.format(Locale.ROOT, "%06d.png", id(index));
  }

  /** What is in all of them, numbered from 1. Draws each once. */
  public Dataset dataset() {
    SceneColumns columns = new SceneColumns(this);
    for (int i = 0; i < count; i++) {
      columns.add(scene(i));
    }
    return columns.dataset();
  }
}
