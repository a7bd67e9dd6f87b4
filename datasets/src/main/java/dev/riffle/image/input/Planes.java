package dev.riffle.image.input;

/**
 * Where a picture's channels are to be written: channel c, row y, column x is {@code
 * data[offsets[c] + y · pitch + x]}. Neither array is copied.
 *
 * @param offsets where each channel begins
 * @param pitch from one row to the next
 */
public record Planes(float[] data, int[] offsets, int pitch) {

  /** An array of their own, {@code [channels][height][width]}. */
  public static Planes of(int channels, int height, int width) {
    return at(new float[channels * height * width], 0, channels, height, width);
  }

  /** Part of an array, {@code [channels][height][width]} from {@code first} on. */
  public static Planes at(float[] data, int first, int channels, int height, int width) {
    int[] offsets = new int[channels];
    for (int c = 0; c < channels; c++) {
      offsets[c] = first + c * height * width;
    }
    return new Planes(data, offsets, width);
  }
}
