package dev.riffle.loader.picture;

import dev.riffle.box.Categories;
import dev.riffle.file.FolderFiles;
import dev.riffle.image.ImageSize;
import dev.riffle.image.Picture;
import dev.riffle.imagenet.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Pictures of one thing each, in the files of a folder. */
public final class ClassPictures implements PictureSet<Integer> {
  private final Path folder;
  private final List<Path> files;
  private final int[] labels;
  private final Categories categories;

  private ClassPictures(Path folder, List<Path> files, int[] labels, Categories categories) {
    this.folder = folder;
    this.files = files;
    this.labels = labels;
    this.categories = categories;
  }

  /**
   * All pictures below a folder, in the order of their paths.
   *
   * @param labels the class of each
   * @throws IOException one line that begins with a path, if there are none, or one has no class
   */
  public static ClassPictures find(Path folder, Labels labels, Categories categories)
      throws IOException {
    List<Path> files = FolderFiles.below(folder, Picture::isPictureName);
    if (files.isEmpty()) {
      throw new IOException(folder + ": expected pictures, found none");
    }
    int[] classes = new int[files.size()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = labels.of(files.get(i));
    }
    return new ClassPictures(folder, files, classes, categories);
  }

  @Override
  public String source() {
    return folder.toString();
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public String name(int picture) {
    return files.get(picture).toString();
  }

  @Override
  public ImageSize pixels(int picture) throws IOException {
    return ImageSize.read(files.get(picture));
  }

  @Override
  public Picture read(int picture) throws IOException {
    return Picture.read(files.get(picture));
  }

  @Override
  public Integer answer(int picture) {
    return labels[picture];
  }

  @Override
  public Categories categories() {
    return categories;
  }
}
