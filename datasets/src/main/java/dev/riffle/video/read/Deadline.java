package dev.riffle.video.read;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/** Ends FFmpeg's waiting for a network: after a while without any answer, or when it is cut. */
final class Deadline implements AutoCloseable {
  private static final Check CHECK = new Check(); // one for all: JavaCPP has few of them to give
  private static final long CUT = -1;
  private static final long START = System.nanoTime();

  private final Duration patience;
  private final LongPointer until = new LongPointer(1L); // milliseconds after START, or CUT
  private volatile boolean isCut;

  Deadline(Duration patience) {
    this.patience = patience;
    extend();
  }

  /** Has FFmpeg ask here, whenever it waits. */
  void attach(AVFormatContext context) {
    context.interrupt_callback().callback(CHECK).opaque(until);
  }

  /** Begins the wait anew. */
  synchronized void extend() {
    until.put(isCut ? CUT : now() + patience.toMillis());
  }

  /** Ends the wait, in whichever thread it is, and all later ones. */
  synchronized void cut() {
    isCut = true;
    if (!until.isNull()) {
      until.put(CUT);
    }
  }

  boolean isCut() {
    return isCut;
  }

  private static long now() {
    return (System.nanoTime() - START) / 1_000_000;
  }

  @Override
  public synchronized void close() {
    until.close();
  }

  private static final class Check extends AVIOInterruptCB.Callback_Pointer {
    private static final long serialVersionUID = 1;

    @Override
    public int call(Pointer until) {
      return now() >= new LongPointer(until).get() ? 1 : 0;
    }
  }
}
