package dev.riffle.data;

import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.coco.CocoDataset;
import dev.riffle.dataset.Dataset;
import dev.riffle.loader.picture.AnnotatedPictures;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * COCO's format.
 *
 * @param annotations {@code instances_….json}, packed with gzip or not
 * @param images the folder of the pictures
 */
public record Coco(String annotations, String images) implements DetectionSource {

  /** Classes are the file's own, in its order; their ids say what they are. */
  @Override
  public PictureSet<Truths> read(Optional<Categories> categories) throws IOException {
    Dataset dataset = CocoDataset.read(Path.of(annotations));
    if (categories.isPresent() && !categories.get().equals(dataset.categories())) {
      throw new IOException(
          annotations
              + ": expected the same categories as in training, "
              + categories.get().size()
              + " with the same ids and names in the same order, found "
              + dataset.categories().size());
    }
    Path folder = Path.of(images);
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": no such folder of pictures");
    }
    return new AnnotatedPictures(dataset, folder);
  }
}
