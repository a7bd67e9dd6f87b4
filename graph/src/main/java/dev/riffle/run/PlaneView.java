package dev.riffle.run;

import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * A feature map lying in somebody's array: channel c, row y, column x is {@code data[offsets[c] + y
 * · pitch + x]}. Neither array is copied: whoever owns {@code data} says how long it holds still.
 *
 * @param offsets where each channel begins
 * @param pitch from one row to the next, no less than {@code width}
 */
public record PlaneView(float[] data, int[] offsets, int height, int width, int pitch) {

  /**
   * Checks that every place of every channel lies within the array.
   *
   * @throws IllegalArgumentException naming the component, or the channel that does not
   */
  public PlaneView {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "size: expected 1 or more, found " + height + "x" + width + " (height x width)");
    }
    if (pitch < width) {
      throw new IllegalArgumentException(
          "pitch: expected the width " + width + " or more, found " + pitch);
    }
    long last = (height - 1L) * pitch + width - 1;
    for (int c = 0; c < offsets.length; c++) {
      if (offsets[c] < 0 || offsets[c] + last >= data.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "offsets[%d]: expected a plane within %d numbers, found %d to %d",
                c,
                data.length,
                offsets[c],
                offsets[c] + last));
      }
    }
  }

  /**
   * One picture of a batch, where it lies.
   *
   * @param batch {@code [N, C, H, W]}
   * @throws IllegalArgumentException if the batch has another rank, or not as many pictures
   */
  public static PlaneView of(Tensor batch, int picture) {
    if (batch.rank() != 4) {
      throw new IllegalArgumentException("expected a batch of [N, C, H, W], found " + batch);
    }
    if (picture < 0 || picture >= batch.size(0)) {
      throw new IllegalArgumentException("expected a picture of " + batch + ", found " + picture);
    }
    int[] offsets = new int[batch.size(1)];
    int plane = batch.size(2) * batch.size(3);
    Arrays.setAll(offsets, c -> (picture * offsets.length + c) * plane);
    return new PlaneView(batch.data(), offsets, batch.size(2), batch.size(3), batch.size(3));
  }

  public int channels() {
    return offsets.length;
  }

  /**
   * Copies all numbers to where another map of the same size lies.
   *
   * @throws IllegalArgumentException if it is of another size
   */
  public void copyTo(PlaneView other) {
    if (other.channels() != channels() || other.height != height || other.width != width) {
      throw new IllegalArgumentException("expected " + size() + ", found " + other.size());
    }
    for (int c = 0; c < offsets.length; c++) {
      for (int y = 0; y < height; y++) {
        int from = offsets[c] + y * pitch;
        System.arraycopy(data, from, other.data, other.offsets[c] + y * other.pitch, width);
      }
    }
  }

  private Shape size() {
    return new Shape(channels(), height, width);
  }
}
