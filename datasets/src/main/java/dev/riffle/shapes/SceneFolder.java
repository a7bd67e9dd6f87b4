package dev.riffle.shapes;

import dev.riffle.coco.CocoDataset;
import dev.riffle.dataset.Dataset;
import dev.riffle.file.WholeFolder;
import dev.riffle.image.Picture;
import dev.riffle.shapes.draw.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of scenes in COCO's format: {@code images/} and {@code annotations.json}. */
public final class SceneFolder {
  public static final String IMAGES = "images";
  public static final String ANNOTATIONS = "annotations.json";

  private SceneFolder() {}

  /**
   * Draws and writes all, whole or not at all.
   *
   * @param folder absent, or empty
   * @param progress run after each scene
   * @return what is in them
   * @throws IOException one line that begins with the path
   */
  public static Dataset write(DrawnScenes scenes, Path folder, Runnable progress)
      throws IOException {
    SceneColumns columns = new SceneColumns(scenes);
    WholeFolder.write(
        folder,
        beside -> {
          Path images = Files.createDirectory(beside.resolve(IMAGES));
          for (int i = 0; i < scenes.count(); i++) {
            Scene scene = scenes.scene(i);
            try (Picture picture = scene.picture()) {
              picture.write(images.resolve(scenes.fileName(i)));
            }
            columns.add(scene);
            progress.run();
          }
          CocoDataset.write(columns.dataset(), beside.resolve(ANNOTATIONS));
        });
    return columns.dataset();
  }
}
