package dev.riffle.loader.picture;

import dev.riffle.box.Box;
import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Grouping;
import dev.riffle.image.ImageSize;
import dev.riffle.image.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pictures of an annotated data set, in files. Crowds are regions to ignore. */
public final class AnnotatedPictures implements DetectionPictures {
  private final Dataset dataset;
  private final Path folder;
  private final Grouping grouping;

  /**
   * Nothing is read yet.
   *
   * @param folder that the pictures' file names are below
   * @throws IOException one line that begins with the data set's source, if there are no pictures,
   *     file names or boxes, or an annotation is of no listed category
   */
  public AnnotatedPictures(Dataset dataset, Path folder) throws IOException {
    this.dataset = dataset;
    this.folder = folder;
    this.grouping = Grouping.byImage(dataset);
    String source = dataset.source();
    if (dataset.images().size() == 0) {
      throw new IOException(source + ": expected pictures, found none");
    }
    if (dataset.images().fileNames() == null) {
      throw new IOException(source + ": expected file names of the pictures, found none");
    }
    for (int i = 0; i < dataset.images().size(); i++) {
      if (dataset.images().fileNames()[i] == null) {
        throw new IOException(
            source
                + ": picture "
                + dataset.images().ids().text(i)
                + ": expected a file name, found none");
      }
    }
    if (grouping.size() > 0 && dataset.annotations().boxes() == null) {
      throw new IOException(source + ": expected boxes, found none");
    }
    for (int i = 0; i < grouping.size(); i++) {
      int annotation = grouping.at(i);
      if (dataset.annotations().category()[annotation] < 0) {
        throw new IOException(
            source
                + ": annotation "
                + dataset.annotations().ids().text(annotation)
                + " is of a category that is not listed");
      }
    }
  }

  @Override
  public Dataset dataset() {
    return dataset;
  }

  @Override
  public String source() {
    return dataset.source();
  }

  @Override
  public int size() {
    return dataset.images().size();
  }

  private Path path(int picture) {
    return folder.resolve(dataset.images().fileNames()[picture]);
  }

  @Override
  public String name(int picture) {
    return path(picture).toString();
  }

  @Override
  public ImageSize pixels(int picture) throws IOException {
    ImageSize listed = listed(picture);
    return listed.width() > 0 && listed.height() > 0 ? listed : ImageSize.read(path(picture));
  }

  private ImageSize listed(int picture) {
    return new ImageSize(dataset.images().widths()[picture], dataset.images().heights()[picture]);
  }

  /** Boxes would be in wrong places where the picture is of another size than the file says. */
  @Override
  public Picture read(int picture) throws IOException {
    Picture read = Picture.read(path(picture));
    ImageSize found = new ImageSize(read.width(), read.height());
    ImageSize expected = listed(picture);
    if (expected.width() > 0 && expected.height() > 0 && !expected.equals(found)) {
      read.close();
      throw new IOException(
          name(picture) + ": expected " + expected + " as in " + source() + ", found " + found);
    }
    return read;
  }

  @Override
  public Truths answer(int picture) {
    List<Truth> objects = new ArrayList<>();
    List<Box> ignored = new ArrayList<>();
    for (int i = grouping.begin(picture); i < grouping.end(picture); i++) {
      int annotation = grouping.at(i);
      Box box = box(annotation);
      if (dataset.annotations().crowds()[annotation]) {
        ignored.add(box);
      } else {
        objects.add(new Truth(box, dataset.annotations().category()[annotation]));
      }
    }
    return new Truths(objects, ignored);
  }

  private Box box(int annotation) {
    double[] boxes = dataset.annotations().boxes();
    double left = boxes[4 * annotation];
    double top = boxes[4 * annotation + 1];
    double right = left + boxes[4 * annotation + 2];
    double bottom = top + boxes[4 * annotation + 3];
    return new Box((float) left, (float) top, (float) right, (float) bottom);
  }

  @Override
  public Categories categories() {
    return dataset.categories();
  }
}
