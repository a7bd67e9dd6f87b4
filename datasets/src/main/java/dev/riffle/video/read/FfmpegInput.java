package dev.riffle.video.read;

import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_FRAME;
import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_SLICE;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import dev.riffle.video.Ffmpeg;
import dev.riffle.video.Fraction;
import dev.riffle.video.VideoFormat;
import dev.riffle.video.VideoSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * An opened container with the decoder of its video.
 *
 * @param stream the one that is read
 * @param deadline what ends waiting
 */
record FfmpegInput(
    AVFormatContext context,
    AVStream stream,
    AVCodecContext decoder,
    VideoFormat format,
    Deadline deadline)
    implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Fraction USUAL_RATE = new Fraction(25, 1);
  private static final int MOST_THREADS = 4;

  static FfmpegInput of(VideoSource.Clip clip) throws IOException {
    Path path = clip.path();
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder, expected a video");
    }
    if (!Files.exists(path)) {
      throw new IOException(path + ": no such file");
    }
    if (!Files.isReadable(path)) {
      throw new IOException(path + ": cannot be read, permission denied");
    }
    if (Files.isRegularFile(path) && Files.size(path) == 0) {
      throw new IOException(path + ": is empty, expected a video");
    }
    Ffmpeg.load();
    return open(clip.title(), Ffmpeg.url(path), false);
  }

  static FfmpegInput of(VideoSource.Address address) throws IOException {
    Ffmpeg.load();
    return open(address.title(), address.address(), true);
  }

  private static FfmpegInput open(String title, String url, boolean isRemote) throws IOException {
    Deadline deadline = new Deadline(PATIENCE);
    AVFormatContext context = avformat_alloc_context();
    AVCodecContext decoder = null;
    boolean isOpen = false;
    try (AVDictionary options = new AVDictionary(null)) {
      if (isRemote) {
        deadline.attach(context);
        av_dict_set(options, "rtsp_flags", "prefer_tcp", 0); // lost packets are smeared frames
      }
      int error = avformat_open_input(context, url, null, options);
      av_dict_free(options);
      if (error < 0) {
        context = null; // freed there
        throw new IOException(title + ": " + refusal(error));
      }
      error = avformat_find_stream_info(context, (AVDictionary) null);
      if (error < 0) {
        throw new IOException(title + ": " + refusal(error));
      }
      AVStream stream = choose(context, title);
      decoder = decoder(stream, title, isRemote);
      VideoFormat format = describe(context, stream, isRemote);
      isOpen = true;
      return new FfmpegInput(context, stream, decoder, format, deadline);
    } finally {
      if (!isOpen) {
        close(context, decoder, deadline);
      }
    }
  }

  private static String refusal(int error) {
    if (error == AVERROR_INVALIDDATA) {
      return "not a video that can be read: of another kind, damaged, or its index is cut off";
    }
    return "cannot be opened, " + why(error);
  }

  /** Why reading ended. */
  String reason(int error) {
    return why(error);
  }

  private static String why(int error) {
    return error == AVERROR_EXIT
        ? "no answer within " + PATIENCE.toSeconds() + " s"
        : Ffmpeg.reason(error);
  }

  // The first that moves: a song's cover is a picture. Of the others only sound is read along, for
  // its times tell how far the file goes.
  private static AVStream choose(AVFormatContext context, String title) throws IOException {
    if (context.nb_streams() == 0) {
      throw new IOException(title + ": " + refusal(AVERROR_INVALIDDATA));
    }
    AVStream chosen = null;
    boolean hasAudio = hasAudio(context);
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      boolean isVideo =
          stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO
              && (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0;
      if (isVideo && chosen == null) {
        chosen = stream;
      } else if (stream.codecpar().codec_type() != AVMEDIA_TYPE_AUDIO) {
        stream.discard(AVDISCARD_ALL);
      }
    }
    if (chosen == null) {
      throw new IOException(title + ": has no video" + (hasAudio ? ", only sound" : ""));
    }
    if (chosen.codecpar().width() < 1 || chosen.codecpar().height() < 1) {
      throw new IOException(title + ": holds no frame that can be decoded");
    }
    return chosen;
  }

  private static boolean hasAudio(AVFormatContext context) {
    for (int i = 0; i < context.nb_streams(); i++) {
      if (context.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
        return true;
      }
    }
    return false;
  }

  private static AVCodecContext decoder(AVStream stream, String title, boolean isRemote)
      throws IOException {
    AVCodecParameters parameters = stream.codecpar();
    AVCodec codec = avcodec_find_decoder(parameters.codec_id());
    if (codec == null) {
      throw new IOException(
          title + ": its video is of a kind that this build of FFmpeg cannot decode");
    }
    AVCodecContext decoder = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(decoder, parameters);
    decoder.pkt_timebase(stream.time_base());
    // A thread a frame holds frames back, which matters where they are wanted at once.
    decoder.thread_type(isRemote ? FF_THREAD_SLICE : FF_THREAD_FRAME | FF_THREAD_SLICE);
    decoder.thread_count(Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    int error = avcodec_open2(decoder, codec, (AVDictionary) null);
    if (error < 0) {
      avcodec_free_context(decoder);
      throw new IOException(title + ": its video cannot be decoded, " + Ffmpeg.reason(error));
    }
    return decoder;
  }

  private static VideoFormat describe(AVFormatContext context, AVStream stream, boolean isRemote) {
    AVCodecParameters parameters = stream.codecpar();
    Turn turn = Turn.of(parameters);
    Fraction tick = Ffmpeg.fraction(stream.time_base(), new Fraction(1, AV_TIME_BASE));
    Fraction rate = Ffmpeg.fraction(av_guess_frame_rate(context, stream, null), USUAL_RATE);
    Fraction average = Ffmpeg.fraction(stream.avg_frame_rate(), rate);
    OptionalDouble seconds = OptionalDouble.empty();
    if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
      seconds = OptionalDouble.of(stream.duration() * tick.value());
    } else if (context.duration() != AV_NOPTS_VALUE && context.duration() > 0) {
      seconds = OptionalDouble.of((double) context.duration() / AV_TIME_BASE);
    }
    OptionalLong frames = OptionalLong.empty();
    if (stream.nb_frames() > 0) {
      frames = OptionalLong.of(stream.nb_frames());
    } else if (seconds.isPresent()) {
      frames = OptionalLong.of(Math.round(seconds.getAsDouble() * average.value()));
    }
    Fraction aspect = Ffmpeg.fraction(parameters.sample_aspect_ratio(), Fraction.ONE);
    return new VideoFormat(
        turn.isAcross() ? parameters.height() : parameters.width(),
        turn.isAcross() ? parameters.width() : parameters.height(),
        average,
        tick,
        turn.isAcross() ? aspect.inverse() : aspect,
        parameters.color_space(),
        frames,
        seconds,
        hasAudio(context),
        isRemote && seconds.isEmpty());
  }

  @Override
  public void close() {
    close(context, decoder, deadline);
  }

  private static void close(AVFormatContext context, AVCodecContext decoder, Deadline deadline) {
    if (decoder != null) {
      avcodec_free_context(decoder);
    }
    if (context != null) {
      avformat_close_input(context);
    }
    deadline.close();
  }
}
