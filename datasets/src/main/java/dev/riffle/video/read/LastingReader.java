package dev.riffle.video.read;

import dev.riffle.image.Picture;
import dev.riffle.video.Retry;
import dev.riffle.video.VideoFormat;
import dev.riffle.video.VideoSource;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A stream or camera that is opened again where it stops: what has an end goes on behind the last
 * frame seen, what is live goes on with what happens then.
 */
final class LastingReader implements FrameReader {
  private final String title;
  private final Opener opener;
  private final Retry retry;
  private final CountDownLatch interrupted = new CountDownLatch(1);

  private volatile FrameReader reader; // null while it is away
  private final VideoFormat format;
  private double offset; // of this connection's times
  private double seconds = Double.NEGATIVE_INFINITY; // of the last frame
  private long at; // when that came, in nanoseconds
  private long frames;
  private long damaged; // in connections that are over

  /** A way to a connection that stands before its first frame. */
  @FunctionalInterface
  interface Opener {
    FrameReader open() throws IOException;
  }

  LastingReader(String title, Opener opener, Retry retry) throws IOException {
    this.title = title;
    this.opener = opener;
    this.retry = retry;
    this.reader = opener.open();
    this.format = reader.format();
  }

  static LastingReader open(VideoSource source, Retry retry) throws IOException {
    Opener opener =
        source instanceof VideoSource.Camera camera
            ? () -> CameraReader.open(camera)
            : () -> FfmpegReader.open((VideoSource.Address) source);
    return new LastingReader(source.title(), opener, retry);
  }

  @Override
  public VideoFormat format() {
    return format;
  }

  @Override
  public boolean next() throws IOException {
    int attempt = 0;
    IOException reason = null;
    while (interrupted.getCount() > 0) {
      if (reader == null) {
        if (attempt == retry.tries()) {
          throw givenUp(reason);
        }
        reason = reopen(retry.pause(attempt++).toNanos(), reason);
        continue;
      }
      try {
        if (advance()) {
          return true;
        }
        if (!format.isLive()) {
          return false;
        }
        reason = new IOException(title + ": the other side ended it");
      } catch (IOException e) {
        reason = e;
      }
      release();
    }
    return false;
  }

  private void release() {
    if (reader != null) {
      damaged += reader.damaged();
      reader.close();
      reader = null;
    }
  }

  // Past what was seen already.
  private boolean advance() throws IOException {
    while (reader.next()) {
      double now = offset + reader.seconds();
      if (now > seconds) {
        seconds = now;
        at = System.nanoTime();
        frames++;
        return true;
      }
    }
    return false;
  }

  private IOException reopen(long pause, IOException reason) {
    try {
      if (interrupted.await(pause, TimeUnit.NANOSECONDS)) {
        return reason;
      }
      FrameReader next = opener.open();
      if (format.isLive()) {
        offset = frames == 0 ? 0 : seconds + (System.nanoTime() - at) / 1e9;
      }
      reader = next; // whatever happens now, it is closed
      if (!format.isLive() && next instanceof FfmpegReader clip && frames > 0) {
        clip.seek(seconds);
      }
      if (interrupted.getCount() == 0) { // it came while this reader was not known
        next.interrupt();
      }
      return reason;
    } catch (IOException e) {
      release();
      return e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupted.countDown();
      return reason;
    }
  }

  private IOException givenUp(IOException reason) {
    String why = reason.getMessage();
    return new IOException(
        String.format(
            Locale.ROOT,
            "%s: stopped after %d frames (%.2f s) and did not come back in %d tries over %.0f s (%s)",
            title,
            frames,
            Math.max(0, seconds),
            retry.tries(),
            retry.total().toMillis() / 1e3,
            why.startsWith(title + ": ") ? why.substring(title.length() + 2) : why),
        reason);
  }

  @Override
  public double seconds() {
    return seconds;
  }

  @Override
  public Picture picture() {
    return reader.picture();
  }

  @Override
  public long damaged() {
    FrameReader now = reader;
    return damaged + (now == null ? 0 : now.damaged());
  }

  @Override
  public void interrupt() {
    interrupted.countDown();
    FrameReader now = reader;
    if (now != null) {
      now.interrupt();
    }
  }

  @Override
  public void close() {
    interrupted.countDown();
    release();
  }
}
