package dev.riffle.video.write;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import dev.riffle.video.Ffmpeg;
import dev.riffle.video.Fraction;
import dev.riffle.video.VideoFormat;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * The ways to encode a clip, the better first: a quality that stays, and no frame ahead of time.
 */
enum Encoder {
  /** In builds with GPL parts. */
  X264("libx264", "H.264") {
    @Override
    boolean fits(VideoFormat format) {
      return isEven(format);
    }

    @Override
    void set(AVCodecContext context, AVDictionary options) {
      put(options, "preset", "veryfast");
      put(options, "crf", "20");
    }
  },
  OPENH264("libopenh264", "H.264") {
    @Override
    boolean fits(VideoFormat format) {
      return isEven(format) && Math.min(format.width(), format.height()) >= 16;
    }

    @Override
    void set(AVCodecContext context, AVDictionary options) {
      context.qmin(QUANTIZER).qmax(QUANTIZER);
      context.bit_rate(MOST_BITS);
    }
  },
  /** Always there, and takes odd sizes. */
  MPEG4("mpeg4", "MPEG-4") {
    @Override
    boolean fits(VideoFormat format) {
      return Math.max(format.width(), format.height()) <= 8191;
    }

    @Override
    void set(AVCodecContext context, AVDictionary options) {
      context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
      context.global_quality(3 * FF_QP2LAMBDA);
    }
  };

  private static final int QUANTIZER = 22;
  private static final long MOST_BITS = 100_000_000;
  private static final int KEY_EVERY = 10; // seconds, for those who seek
  private static final int MOST_TICKS = 65535; // a second, in MPEG-4

  private final String codec;
  private final String title;

  Encoder(String codec, String title) {
    this.codec = codec;
    this.title = title;
  }

  /** What people call what it writes. */
  String title() {
    return title;
  }

  /** Whether it can hold pictures of this size. */
  abstract boolean fits(VideoFormat format);

  abstract void set(AVCodecContext context, AVDictionary options);

  private static boolean isEven(VideoFormat format) {
    return format.width() % 2 == 0 && format.height() % 2 == 0;
  }

  private static void put(AVDictionary options, String key, String value) {
    av_dict_set(options, key, value, 0);
  }

  /**
   * Opens it, if this build has it and it takes such pictures. To it frames come evenly; their
   * times are the container's business.
   */
  Optional<AVCodecContext> open(VideoFormat format) {
    AVCodec found = fits(format) ? avcodec_find_encoder_by_name(codec) : null;
    if (found == null) {
      return Optional.empty();
    }
    Fraction rate = moderate(format.rate());
    AVCodecContext context = avcodec_alloc_context3(found);
    context.width(format.width()).height(format.height()).pix_fmt(AV_PIX_FMT_YUV420P);
    context.time_base(Ffmpeg.rational(rate.inverse())).framerate(Ffmpeg.rational(rate));
    context.sample_aspect_ratio(Ffmpeg.rational(format.pixelAspect()));
    context.colorspace(format.colours()).color_range(AVCOL_RANGE_MPEG);
    context.gop_size((int) Math.max(1, Math.round(KEY_EVERY * rate.value())));
    context.max_b_frames(0); // so that frames come out in the order of their times
    context.thread_count(1); // the stages before it want the other cores
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    try (AVDictionary options = new AVDictionary(null)) {
      set(context, options);
      int error = avcodec_open2(context, found, options);
      av_dict_free(options);
      if (error < 0) {
        avcodec_free_context(context);
        return Optional.empty();
      }
      return Optional.of(context);
    }
  }

  private static Fraction moderate(Fraction rate) {
    return Math.max(rate.numerator(), rate.denominator()) <= MOST_TICKS
        ? rate
        : new Fraction((int) Math.max(1, Math.min(MOST_TICKS, Math.round(rate.value()))), 1);
  }
}
