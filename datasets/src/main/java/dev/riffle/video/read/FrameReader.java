package dev.riffle.video.read;

import dev.riffle.image.Picture;
import dev.riffle.video.VideoFormat;
import java.io.IOException;

/** One way to frames: goes from one to the next, and makes pixels only of those that are wanted. */
interface FrameReader extends AutoCloseable {

  /** What is known beforehand. */
  VideoFormat format();

  /**
   * Goes on to the next frame.
   *
   * @return whether there is one
   * @throws IOException one line that begins with the source: if it breaks off
   */
  boolean next() throws IOException;

  /** When the frame at hand is shown, in seconds after the first. */
  double seconds();

  /** The pixels of the frame at hand; the caller closes them. */
  Picture picture();

  /** Damaged parts that were passed over so far. */
  long damaged();

  /** Makes a {@link #next} that waits, in another thread, end soon; later ones give no frame. */
  void interrupt();

  @Override
  void close();
}
