package dev.riffle.shapes;

import dev.riffle.box.Box;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.mask.Rle;
import dev.riffle.shapes.draw.Scene;
import dev.riffle.shapes.draw.ShapeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** The objects of scenes in columns, as a data set has them. */
public final class SceneColumns {
  private final DrawnScenes scenes;
  private final int[] widths;
  private final int[] heights;
  private final List<Integer> images = new ArrayList<>(); // of each object
  private final List<Scene.Thing> things = new ArrayList<>();
  private final List<Rle> masks = new ArrayList<>();
  private int size;

  /** No scenes yet. */
  public SceneColumns(DrawnScenes scenes) {
    this.scenes = scenes;
    widths = new int[scenes.count()];
    heights = new int[scenes.count()];
  }

  /** The next scene. */
  public void add(Scene scene) {
    widths[size] = scene.width();
    heights[size] = scene.height();
    for (int i = 0; i < scene.objects().size(); i++) {
      images.add(size);
      things.add(scene.objects().get(i));
      masks.add(scene.mask(i));
    }
    size++;
  }

  /** Of the scenes so far. */
  public Dataset dataset() {
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
    long[] ids = new long[size];
    String[] names = new String[size];
    for (int i = 0; i < size; i++) {
      ids[i] = scenes.id(i);
      names[i] = scenes.fileName(i);
    }
    return new Dataset(
        scenes.source(),
        new Images(Ids.of(ids), names, Arrays.copyOf(widths, size), Arrays.copyOf(heights, size)),
        ShapeKind.categories(),
        new Annotations(
            Ids.of(LongStream.rangeClosed(1, things.size()).toArray()),
            images.stream().mapToInt(Integer::intValue).toArray(),
            categories,
            boxes,
            areas,
            new boolean[things.size()],
            new Masks(masks),
            null));
  }
}
