package dev.riffle.data;

import dev.riffle.box.Categories;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.util.Optional;

/** Pictures of one thing each. */
public sealed interface ClassificationSource extends DataSource permits ImageFolder {

  /**
   * Finds the pictures and the class of each; none is read yet.
   *
   * @param categories the classes in training; if empty, those of the data set
   * @throws IOException one line that begins with the path and says what is wrong
   */
  PictureSet<Integer> read(Optional<Categories> categories) throws IOException;
}
