package dev.riffle.shapes;

import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.dataset.Dataset;
import dev.riffle.image.ImageSize;
import dev.riffle.image.Picture;
import dev.riffle.loader.picture.DetectionPictures;
import dev.riffle.loader.picture.Fingerprint;
import dev.riffle.shapes.draw.Scene;
import dev.riffle.shapes.draw.ShapeKind;
import java.util.Arrays;

/** Scenes to learn from or to be evaluated on, drawn whenever they are asked for. */
public final class DrawnPictures implements DetectionPictures {
  private final DrawnScenes scenes;
  // Of each thread the latest, since whoever reads a picture then asks what is in it.
  private final ThreadLocal<Drawn> latest = new ThreadLocal<>();
  private Dataset dataset; // null until somebody asks

  private record Drawn(int index, Scene scene) {}

  /** Nothing is drawn yet. */
  public DrawnPictures(DrawnScenes scenes) {
    this.scenes = scenes;
  }

  private Scene scene(int picture) {
    Drawn drawn = latest.get();
    if (drawn == null || drawn.index != picture) {
      drawn = new Drawn(picture, scenes.scene(picture));
      latest.set(drawn);
    }
    return drawn.scene;
  }

  @Override
  public String source() {
    return scenes.source();
  }

  /** Of the seeds, which decide all, and one scene, lest a change in the drawing go unseen. */
  @Override
  public String sha256() {
    Fingerprint seeds = new Fingerprint();
    seeds.add(source());
    seeds.add(Arrays.toString(scene(0).bgr()));
    return seeds.sha256();
  }

  @Override
  public int size() {
    return scenes.count();
  }

  @Override
  public String name(int picture) {
    return "drawn scene " + (scenes.firstSeed() + picture);
  }

  @Override
  public ImageSize pixels(int picture) {
    return Scene.size(scenes.firstSeed() + picture);
  }

  @Override
  public Picture read(int picture) {
    return scene(picture).picture();
  }

  @Override
  public Truths answer(int picture) {
    return scene(picture).truths();
  }

  @Override
  public Categories categories() {
    return ShapeKind.categories();
  }

  /** Draws each scene once, the first time. */
  @Override
  public synchronized Dataset dataset() {
    if (dataset == null) {
      dataset = scenes.dataset();
    }
    return dataset;
  }
}
