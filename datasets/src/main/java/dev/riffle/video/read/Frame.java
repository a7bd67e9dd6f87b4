package dev.riffle.video.read;

import dev.riffle.image.Picture;

/** A frame of a video, valid until the next one is asked for or the video is closed. */
public final class Frame {
  private final long index;
  private final double seconds;
  private FrameReader reader; // null once the frame is gone
  private Picture picture; // null before it is asked for, and when it is given away

  Frame(long index, double seconds, FrameReader reader) {
    this.index = index;
    this.seconds = seconds;
    this.reader = reader;
  }

  /** Its number in the video, from 0. */
  public long index() {
    return index;
  }

  /** When it is shown, after the video's first frame. */
  public double seconds() {
    return seconds;
  }

  /**
   * Its pixels, as shown, made when first asked for; released with the frame.
   *
   * @throws IllegalStateException if the frame is gone
   */
  public Picture picture() {
    if (reader == null) {
      throw new IllegalStateException(
          "frame " + index + " is gone: valid until the next one, keep() makes it last");
    }
    if (picture == null) {
      picture = reader.picture();
    }
    return picture;
  }

  /** Its pixels, to last beyond the frame; the caller closes them. */
  public Picture keep() {
    Picture kept = picture();
    picture = null;
    return kept;
  }

  /** Ends it: the reader goes on, or is closed. */
  void release() {
    reader = null;
    if (picture != null) {
      picture.close();
      picture = null;
    }
  }
}
