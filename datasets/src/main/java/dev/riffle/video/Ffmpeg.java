package dev.riffle.video;

import static org.bytedeco.ffmpeg.global.avformat.avformat_network_init;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's native code: loaded here (0.2 s, once), kept from writing to standard error. */
public final class Ffmpeg {
  private static final int MESSAGE = 256;

  static {
    Loader.load(avcodec.class);
    Loader.load(avformat.class);
    Loader.load(swscale.class);
    av_log_set_level(AV_LOG_QUIET); // a reader or writer says what went wrong, in one line
    avformat_network_init();
  }

  private Ffmpeg() {}

  /** Loads it; safe from any thread. */
  public static void load() {
    // Being called is enough: it runs the class's initialiser.
  }

  /** What an error number means. */
  public static String reason(int error) {
    byte[] text = new byte[MESSAGE];
    av_strerror(error, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  /** A file's name for FFmpeg, which would take {@code a:b.mp4} for a protocol. */
  public static String url(Path path) {
    return "file:" + path.toAbsolutePath();
  }

  /** A ratio, or another where there is none. */
  public static Fraction fraction(AVRational ratio, Fraction otherwise) {
    return ratio.num() > 0 && ratio.den() > 0 ? new Fraction(ratio.num(), ratio.den()) : otherwise;
  }

  public static AVRational rational(Fraction fraction) {
    return new AVRational().num(fraction.numerator()).den(fraction.denominator());
  }
}
