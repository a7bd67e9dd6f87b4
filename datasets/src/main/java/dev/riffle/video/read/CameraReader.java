package dev.riffle.video.read;

import dev.riffle.image.OpenCv;
import dev.riffle.image.Picture;
import dev.riffle.video.Fraction;
import dev.riffle.video.VideoFormat;
import dev.riffle.video.VideoSource;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.opencv.core.Mat;
import org.opencv.videoio.VideoCapture;
import org.opencv.videoio.Videoio;

/** Reads a camera of this machine through OpenCV. Frames are timed as they come. */
final class CameraReader implements FrameReader {
  private static final Fraction MILLISECOND = new Fraction(1, 1000);
  private static final int USUAL_RATE = 30; // of which many cameras say nothing

  private final String title;
  private final VideoCapture capture;
  private final VideoFormat format;
  private final Mat mat = new Mat();
  private long first;
  private long shown;
  private boolean isFirst = true;
  private volatile boolean isInterrupted;

  private CameraReader(String title, VideoCapture capture) {
    this.title = title;
    this.capture = capture;
    long rate = Math.round(capture.get(Videoio.CAP_PROP_FPS));
    VideoFormat plain =
        VideoFormat.of(
            (int) capture.get(Videoio.CAP_PROP_FRAME_WIDTH),
            (int) capture.get(Videoio.CAP_PROP_FRAME_HEIGHT),
            new Fraction(rate > 0 && rate < 1000 ? (int) rate : USUAL_RATE, 1));
    this.format =
        new VideoFormat(
            plain.width(),
            plain.height(),
            plain.rate(),
            MILLISECOND,
            plain.pixelAspect(),
            plain.colours(),
            OptionalLong.empty(),
            OptionalDouble.empty(),
            false,
            true);
  }

  static CameraReader open(VideoSource.Camera camera) throws IOException {
    OpenCv.load();
    VideoCapture capture = new VideoCapture(camera.index());
    if (!capture.isOpened() || capture.get(Videoio.CAP_PROP_FRAME_WIDTH) < 1) {
      capture.release();
      throw new IOException(
          camera.title() + ": there is none, it is in use, or it may not be opened");
    }
    return new CameraReader(camera.title(), capture);
  }

  @Override
  public VideoFormat format() {
    return format;
  }

  @Override
  public boolean next() throws IOException {
    if (isInterrupted) {
      return false;
    }
    if (!capture.read(mat) || mat.empty()) {
      throw new IOException(title + ": gives no more pictures");
    }
    shown = System.nanoTime();
    first = isFirst ? shown : first;
    isFirst = false;
    return true;
  }

  @Override
  public double seconds() {
    return (shown - first) / 1e9;
  }

  @Override
  public Picture picture() {
    return new Picture(mat.clone());
  }

  @Override
  public long damaged() {
    return 0;
  }

  @Override
  public void interrupt() {
    isInterrupted = true;
  }

  @Override
  public void close() {
    mat.release();
    capture.release();
  }
}
