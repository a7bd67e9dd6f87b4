package dev.riffle.data;

import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.graph.Default;
import dev.riffle.loader.picture.PictureSet;
import dev.riffle.shapes.DrawnPictures;
import dev.riffle.shapes.DrawnScenes;
import dev.riffle.shapes.draw.Scene;
import dev.riffle.shapes.draw.ShapeKind;
import java.io.IOException;
import java.util.Optional;

/**
 * Scenes of shapes that Riffle draws itself; there are no files.
 *
 * @param scenes how many
 * @param first which of all scenes is the first, from 0
 * @param heldOut whether they are among those that are kept for evaluation
 */
public record Shapes(int scenes, @Default("0") long first, @Default("false") boolean heldOut)
    implements DetectionSource {

  /** Checks that no scene for training is one of those for evaluation. */
  public Shapes {
    if (first < 0 || first > Scene.HELD_OUT - scenes) {
      throw new IllegalArgumentException(
          "first: expected 0 to " + (Scene.HELD_OUT - scenes) + ", found " + first);
    }
    drawn(scenes, first, heldOut);
  }

  private static DrawnScenes drawn(int scenes, long first, boolean heldOut) {
    return new DrawnScenes(heldOut ? Scene.HELD_OUT + first : first, scenes);
  }

  @Override
  public PictureSet<Truths> read(Optional<Categories> categories) throws IOException {
    DrawnScenes drawn = drawn(scenes, first, heldOut);
    if (categories.isPresent() && !categories.get().equals(ShapeKind.categories())) {
      throw new IOException(
          drawn.source()
              + ": expected the categories of training, "
              + categories.get().names()
              + ", found "
              + ShapeKind.categories().names());
    }
    return new DrawnPictures(drawn);
  }
}
