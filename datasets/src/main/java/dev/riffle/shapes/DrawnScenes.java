package dev.riffle.shapes;

import dev.riffle.box.Box;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.mask.Rle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

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

  /** The name of a scene's file, {@code 000001.png}; its picture's id is that number. */
  public String fileName(int index) {
    return String.format(Locale.ROOT, "%06d.png", index + 1);
  }

  /** What is in all of them, numbered from 1. Draws each once. */
  public Dataset dataset() {
    Columns columns = new Columns(this);
    for (int i = 0; i < count; i++) {
      columns.add(scene(i));
    }
    return columns.dataset();
  }

  /** Scenes in columns, as they come. */
  static final class Columns {
    private final DrawnScenes scenes;
    private final int[] widths;
    private final int[] heights;
    private final List<Integer> images = new ArrayList<>(); // of each object
    private final List<Scene.Thing> things = new ArrayList<>();
    private final List<Rle> masks = new ArrayList<>();
    private int size;

    Columns(DrawnScenes scenes) {
      this.scenes = scenes;
      widths = new int[scenes.count];
      heights = new int[scenes.count];
    }

    void add(Scene scene) {
      widths[size] = scene.width();
      heights[size] = scene.height();
      for (int i = 0; i < scene.objects().size(); i++) {
        images.add(size);
        things.add(scene.objects().get(i));
        masks.add(scene.mask(i));
      }
      size++;
    }

    Dataset dataset() {
      int[] categories = new int[things.size()];
      double[] boxes = new double[4 * things.size()];
      double[] areas = new double[things.size()];
      for (int i = 0; i < categories.length; i++) {
        Scene.Thing thing = things.get(i);
        Box box = thing.box();
        categories[i] = thing.category();
        boxes[4 * i] = box.left();
        boxes[4 * i + 1] = box.top();
        boxes[4 * i + 2] = box.width();
        boxes[4 * i + 3] = box.height();
        areas[i] = thing.area();
      }
      String[] names = new String[size];
      for (int i = 0; i < size; i++) {
        names[i] = scenes.fileName(i);
      }
      return new Dataset(
          scenes.source(),
          new Images(upTo(size), names, widths, heights),
          ShapeKind.categories(),
          new Annotations(
              upTo(things.size()),
              images.stream().mapToInt(Integer::intValue).toArray(),
              categories,
              boxes,
              areas,
              new boolean[things.size()],
              new Masks(masks),
              null));
    }

    private static Ids upTo(int size) {
      return Ids.of(LongStream.rangeClosed(1, size).toArray());
    }
  }
}
