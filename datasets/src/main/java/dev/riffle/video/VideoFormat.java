package dev.riffle.video;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is known of a video before its frames are.
 *
 * @param width in pixels, as shown: turned already where the clip says so
 * @param height in pixels, as shown
 * @param rate frames a second; where they come unevenly, on average
 * @param tick the unit of the frames' times, in seconds
 * @param pixelAspect how much wider than high a pixel is shown
 * @param colours the number of its colour matrix in ITU-T H.273: 1 for BT.709, 6 for BT.601, 2 for
 *     unknown
 * @param frames how many there are, where the container knows or its length tells
 * @param seconds how long it is, where the container knows
 * @param hasAudio whether there is sound too, which is not read
 * @param isLive whether frames come as they happen, and are gone if not taken
 */
public record VideoFormat(
    int width,
    int height,
    Fraction rate,
    Fraction tick,
    Fraction pixelAspect,
    int colours,
    OptionalLong frames,
    OptionalDouble seconds,
    boolean hasAudio,
    boolean isLive) {

  private static final int UNKNOWN = 2;

  /** What a silent clip of square pixels is to be, at an even rate. */
  public static VideoFormat of(int width, int height, Fraction rate) {
    return new VideoFormat(
        width,
        height,
        rate,
        rate.inverse(),
        Fraction.ONE,
        UNKNOWN,
        OptionalLong.empty(),
        OptionalDouble.empty(),
        false,
        false);
  }

  /** The same with other units of time. */
  public VideoFormat withTick(Fraction other) {
    return new VideoFormat(
        width, height, rate, other, pixelAspect, colours, frames, seconds, hasAudio, isLive);
  }

  /** What is left of it if only each so many-th frame is taken. */
  public VideoFormat withEvery(long every) {
    long denominator = Math.min(Integer.MAX_VALUE, rate.denominator() * every);
    Fraction slower = new Fraction(rate.numerator(), (int) denominator);
    return new VideoFormat(
        width, height, slower, tick, pixelAspect, colours, frames, seconds, hasAudio, isLive);
  }
}
