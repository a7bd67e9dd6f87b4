package dev.riffle.loader.sample;

import dev.riffle.image.ImageSize;
import dev.riffle.image.input.Planes;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A data set's pictures as a network is to see them. Many threads may ask at once. It may own
 * native memory: close it after the loaders that use it.
 *
 * @param <T> what the network is to answer
 */
public interface Samples<T> extends AutoCloseable {

  /** How many pictures there are, 1 or more. */
  int size();

  /** What messages call a picture. */
  String name(int picture);

  /**
   * How large all inputs of a batch are.
   *
   * @param pictures those of the batch
   * @param random the batch's own
   */
  ImageSize inputSize(int[] pictures, RandomGenerator random) throws IOException;

  /** What makes samples in one thread. */
  Maker<T> open();

  /** What is wrong with each picture that could not be read so far, in the pictures' order. */
  List<String> unreadable();

  @Override
  void close();

  /** Makes one sample after another. It may own native memory: close it. For one thread. */
  interface Maker<T> extends AutoCloseable {

    /**
     * Writes a sample's pixels.
     *
     * @param picture its place in the data set
     * @param random all that is not decided by the picture is drawn from this
     * @param size of the input
     * @param to takes them all
     * @throws IOException one line that names the file which cannot be read
     */
    Sample<T> make(int picture, RandomGenerator random, ImageSize size, Planes to)
        throws IOException;

    @Override
    void close();
  }

  /**
   * A sample beside its pixels.
   *
   * @param picture the one that was asked for, or which took its place
   */
  record Sample<T>(int picture, T answer) {}
}
