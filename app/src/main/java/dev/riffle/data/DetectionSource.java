package dev.riffle.data;

import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.util.Optional;

/** Pictures with boxes. */
public sealed interface DetectionSource extends DataSource permits Coco, Shapes, Voc, Yolo {

  /**
   * Reads what is known of the pictures, none of which is read yet.
   *
   * @param categories the classes among which names are looked up; if empty, those of the data set
   * @throws IOException one line that begins with the path and says what is wrong
   */
  PictureSet<Truths> read(Optional<Categories> categories) throws IOException;
}
