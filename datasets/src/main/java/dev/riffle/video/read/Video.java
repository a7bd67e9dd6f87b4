package dev.riffle.video.read;

import dev.riffle.video.Retry;
import dev.riffle.video.VideoFormat;
import dev.riffle.video.VideoSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A clip, camera or stream as its frames, in order and once. It owns native memory: close it,
 * however far it was read.
 *
 * <pre>{@code
 * try (Video video = Video.open("clip.mp4")) {
 *   for (Frame frame : video) {
 *     detector.detect(frame.picture());
 *   }
 * }
 * }</pre>
 *
 * <p>For one thread, but for {@link #interrupt}.
 */
public final class Video implements AutoCloseable, Iterable<Frame> {
  private final FrameReader reader;
  private Frame current; // null before the first and behind the last
  private long count;
  private boolean isTaken;

  Video(FrameReader reader) {
    this.reader = reader;
  }

  /**
   * Opens a clip's path, an address or a camera's number.
   *
   * @throws IOException one line that begins with the source: if it is none, is not there, or has
   *     no pictures
   */
  public static Video open(String source) throws IOException {
    return open(
        VideoSource.of(source)
            .orElseThrow(
                () ->
                    new IOException(
                        source + ": expected a clip (mp4, mkv ...), an address or a camera")));
  }

  /** Opens a source; a stream or camera that stops is tried again as is usual. */
  public static Video open(VideoSource source) throws IOException {
    return open(source, Retry.USUAL);
  }

  /**
   * Opens a source.
   *
   * @param retry how often a stream or camera that stops is tried again
   */
  public static Video open(VideoSource source, Retry retry) throws IOException {
    if (source instanceof VideoSource.Clip clip) {
      return new Video(FfmpegReader.open(clip));
    }
    return new Video(LastingReader.open(source, retry));
  }

  /** What is known before any frame is read. */
  public VideoFormat format() {
    return reader.format();
  }

  /** Damaged parts passed over so far: frames may be missing or wrong there. */
  public long damaged() {
    return reader.damaged();
  }

  /**
   * The frames. Going on throws {@link UncheckedIOException} where the video breaks off.
   *
   * @throws IllegalStateException the second time
   */
  @Override
  public Iterator<Frame> iterator() {
    if (isTaken) {
      throw new IllegalStateException("a video is read once; open it again");
    }
    isTaken = true;
    return new Frames();
  }

  /** Lets another thread end the reading: the frames end soon, even while one is waited for. */
  public void interrupt() {
    reader.interrupt();
  }

  @Override
  public void close() {
    release();
    reader.close();
  }

  private void release() {
    if (current != null) {
      current.release();
      current = null;
    }
  }

  private final class Frames implements Iterator<Frame> {
    private boolean isAhead; // whether the reader stands on a frame not given out yet
    private boolean isOver;

    @Override
    public boolean hasNext() {
      if (!isAhead && !isOver) {
        release(); // what it shows is about to be overwritten
        try {
          isAhead = reader.next();
          isOver = !isAhead;
        } catch (IOException e) {
          isOver = true;
          throw new UncheckedIOException(e);
        }
      }
      return isAhead;
    }

    @Override
    public Frame next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the video is over");
      }
      isAhead = false;
      current = new Frame(count++, reader.seconds(), reader);
      return current;
    }
  }
}
