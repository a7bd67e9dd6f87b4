package dev.riffle.video.write;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import dev.riffle.file.WholeFile;
import dev.riffle.image.Picture;
import dev.riffle.video.Ffmpeg;
import dev.riffle.video.VideoFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Writes an mp4 so that nobody ever sees half of it: beside its place first, and moved there when
 * it is closed. H.264 where the build and the size allow it, else MPEG-4.
 *
 * <p>What was written until something else failed is kept, and plays; where writing itself fails,
 * nothing is.
 */
public final class VideoWriter implements AutoCloseable {
  private final Path path;
  private final Path beside;
  private final VideoFormat format;
  private final Encoder kind;
  private final AVCodecContext encoder;
  private final AVFormatContext context;
  private final AVStream stream;
  private final PixelWriter pixels;
  private final AVPacket packet = av_packet_alloc();
  private final Queue<Long> times = new ArrayDeque<>(); // of frames in the encoder, in ticks
  private final long step; // a frame's length in ticks
  private final AVRational tick;
  private long start; // the first frame's time
  private long last = -1;
  private long frames;
  private boolean hasFailed;
  private boolean isClosed;

  /**
   * Begins a clip.
   *
   * @param format its size, rate, and unit of time
   * @throws IOException one line that begins with the path: if it cannot be written, or no encoder
   *     takes the size
   */
  public static VideoWriter create(Path path, VideoFormat format) throws IOException {
    WholeFile.check(path);
    Ffmpeg.load();
    for (Encoder kind : Encoder.values()) {
      Optional<AVCodecContext> encoder = kind.open(format);
      if (encoder.isPresent()) {
        return new VideoWriter(path, format, kind, encoder.get());
      }
    }
    throw new IOException(
        path
            + ": cannot be written, no encoder takes "
            + format.width()
            + "x"
            + format.height()
            + " pixels");
  }

  private VideoWriter(Path path, VideoFormat format, Encoder kind, AVCodecContext encoder)
      throws IOException {
    this.path = path;
    this.format = format;
    this.kind = kind;
    this.encoder = encoder;
    this.pixels = new PixelWriter(format);
    this.beside = WholeFile.beside(path);
    this.step = Math.max(1, Math.round(format.rate().inverse().value() / format.tick().value()));
    this.tick = Ffmpeg.rational(format.tick());
    AVFormatContext made = new AVFormatContext(null);
    avformat_alloc_output_context2(made, null, "mp4", Ffmpeg.url(beside));
    this.context = made;
    this.stream = avformat_new_stream(context, null);
    begin();
  }

  private void begin() throws IOException {
    avcodec_parameters_from_context(stream.codecpar(), encoder);
    stream.time_base(tick);
    stream.avg_frame_rate(encoder.framerate());
    stream.sample_aspect_ratio(encoder.sample_aspect_ratio());
    AVIOContext output = new AVIOContext(null);
    int error = avio_open(output, Ffmpeg.url(beside), AVIO_FLAG_WRITE);
    if (error >= 0) {
      context.pb(output);
      try (AVDictionary options = new AVDictionary(null)) {
        av_dict_set(options, "movflags", "+faststart", 0); // plays while it is still fetched
        error = avformat_write_header(context, options);
        av_dict_free(options);
      }
    }
    if (error < 0) {
      hasFailed = true;
      close();
      throw failed(error);
    }
  }

  /** What it writes, {@code H.264}. */
  public String encoding() {
    return kind.title();
  }

  public Path path() {
    return path;
  }

  public long frames() {
    return frames;
  }

  /**
   * Appends a frame; a picture of another size is fitted in, with black where it leaves room.
   *
   * @param seconds when it is shown; the first frame's becomes 0
   * @throws IOException one line that begins with the path: if the disk is full
   */
  public void write(Picture picture, double seconds) throws IOException {
    if (isClosed) {
      throw new IllegalStateException(path + ": is closed");
    }
    long time = Math.round(seconds / format.tick().value());
    if (frames == 0) {
      start = time;
    }
    last = Math.max(last + 1, time - start);
    times.add(last);
    AVFrame frame = pixels.read(picture);
    frame.pts(frames++);
    push(frame);
  }

  private void push(AVFrame frame) throws IOException {
    int error = avcodec_send_frame(encoder, frame);
    while (error >= 0) {
      error = avcodec_receive_packet(encoder, packet);
      if (error == AVERROR_EAGAIN() || error == AVERROR_EOF) {
        return;
      }
      if (error >= 0) {
        place();
        error = av_interleaved_write_frame(context, packet);
      }
    }
    hasFailed = true;
    throw failed(error);
  }

  // Packets come in the order of the frames.
  private void place() {
    long time = times.remove();
    packet.pts(time).dts(time).duration(times.isEmpty() ? step : times.peek() - time);
    packet.stream_index(0);
    av_packet_rescale_ts(packet, tick, stream.time_base());
  }

  private IOException failed(int error) {
    return new IOException(path + ": cannot be written, " + Ffmpeg.reason(error));
  }

  /**
   * Finishes the clip and moves it into place; a clip of no frames leaves nothing.
   *
   * @throws IOException one line that begins with the path; then nothing is left of it
   */
  @Override
  public void close() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    boolean isWhole = false;
    try {
      if (!hasFailed && frames > 0) {
        finish();
        isWhole = true;
      }
    } finally {
      release();
      if (!beside.equals(path) && !isWhole) {
        beside.toFile().delete(); // what went wrong is reported, not what is left of it
      }
    }
    if (isWhole && !beside.equals(path)) {
      WholeFile.settle(beside, path);
    }
  }

  private void finish() throws IOException {
    push(null);
    int error = av_write_trailer(context);
    avio_flush(context.pb());
    error = error < 0 ? error : context.pb().error();
    if (error < 0) {
      throw failed(error);
    }
  }

  private void release() {
    pixels.close();
    av_packet_free(packet);
    avcodec_free_context(encoder);
    if (context.pb() != null) {
      avio_closep(context.pb());
    }
    avformat_free_context(context);
  }
}
