package dev.riffle.stream;

import dev.riffle.stream.pipeline.Pipeline;
import dev.riffle.video.read.Frame;
import dev.riffle.video.read.Video;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;

/** The wanted frames of a video; of others not even pixels are made. */
public final class Shots implements Pipeline.Source<Shot> {
  private final Video video;
  private final Excerpt excerpt;
  private final Iterator<Frame> frames;
  private long passed; // frames since the first wanted
  private long given;

  /** Takes the video's frames, and leaves closing it to the caller. */
  public Shots(Video video, Excerpt excerpt) {
    this.video = video;
    this.excerpt = excerpt;
    this.frames = video.iterator();
  }

  @Override
  public Shot next() throws IOException {
    try {
      while (given < excerpt.limit() && frames.hasNext()) {
        Frame frame = frames.next();
        if (frame.seconds() >= excerpt.to()) {
          return null;
        }
        if (frame.seconds() >= excerpt.from() && passed++ % excerpt.every() == 0) {
          given++;
          return new Shot(frame.index(), frame.seconds(), frame.keep(), List.of());
        }
      }
      return null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void interrupt() {
    video.interrupt();
  }
}
