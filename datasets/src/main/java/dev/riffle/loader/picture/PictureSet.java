package dev.riffle.loader.picture;

import dev.riffle.box.Categories;
import dev.riffle.image.ImageSize;
import dev.riffle.image.Picture;
import java.io.IOException;

/**
 * Pictures that are known, by their places in a data set. Many threads may ask at once.
 *
 * @param <T> what is known of each: {@link dev.riffle.box.Truths} in the picture's pixels, or a
 *     class
 */
public interface PictureSet<T> {

  /** Where they come from, for messages. */
  String source();

  int size();

  /** What messages call a picture. */
  String name(int picture);

  /** How large a picture is. */
  ImageSize pixels(int picture) throws IOException;

  /**
   * A picture; the caller closes it.
   *
   * @throws IOException one line that names it, if it cannot be read
   */
  Picture read(int picture) throws IOException;

  /** What is known of a picture. */
  T answer(int picture);

  /** What the classes are called. */
  Categories categories();

  /** What tells these from any others, to be kept with what was learnt from them: 64 digits. */
  default String sha256() {
    Fingerprint all = new Fingerprint();
    for (int i = 0; i < size(); i++) {
      all.add(name(i) + " " + answer(i));
    }
    return all.sha256();
  }
}
