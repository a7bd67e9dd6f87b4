package dev.riffle.data;

import dev.riffle.box.Categories;
import dev.riffle.box.Category;
import dev.riffle.imagenet.ClassList;
import dev.riffle.imagenet.Labels;
import dev.riffle.loader.picture.ClassPictures;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pictures in folders.
 *
 * @param images a folder, with folders in it
 * @param labels a file that has the class of each picture; without it, the folder that a picture
 *     lies in is its class
 * @param classes a file that lists the classes; without it, the names of the folders in {@code
 *     images}, in alphabetical order
 */
public record ImageFolder(String images, Optional<String> labels, Optional<String> classes)
    implements ClassificationSource {

  @Override
  public PictureSet<Integer> read(Optional<Categories> categories) throws IOException {
    Path folder = Path.of(images);
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": no such folder of pictures");
    }
    ClassList list = classes.isPresent() ? ClassList.read(Path.of(classes.get())) : folders(folder);
    Categories found = categories(list);
    if (categories.isPresent() && !categories.get().equals(found)) {
      throw new IOException(
          folder
              + ": expected the same classes as in training, "
              + categories.get().size()
              + " of the same names in the same order, found "
              + found.size());
    }
    Labels known = Labels.read(labels.map(Path::of).orElse(folder), list);
    return ClassPictures.find(folder, known, found);
  }

  private static ClassList folders(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      List<String> names =
          inside
              .filter(Files::isDirectory)
              .map(each -> each.getFileName().toString())
              .sorted()
              .toList();
      return new ClassList(names, names); // the folders' names serve as ids
    }
  }

  private static Categories categories(ClassList list) {
    List<Category> categories = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      categories.add(new Category(i, list.labels().get(i)));
    }
    return new Categories(categories);
  }
}
