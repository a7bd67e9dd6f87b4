package dev.riffle.video.read;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_STREAM;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import dev.riffle.image.Picture;
import dev.riffle.video.VideoFormat;
import dev.riffle.video.VideoSource;
import java.io.IOException;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** Reads a clip, or one connection to a stream, through FFmpeg. */
final class FfmpegReader implements FrameReader {
  private final String title;
  private final FfmpegInput input;
  private final AVFormatContext context;
  private final AVStream stream;
  private final AVCodecContext decoder;
  private final PixelReader pixels;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private final double tick;

  private long first = AV_NOPTS_VALUE; // in ticks, as all times here
  private long shown = AV_NOPTS_VALUE;
  private long decoded = AV_NOPTS_VALUE; // when the last packet read is decoded
  private double reached; // the latest time in any packet, in seconds
  private long frames;
  private long damaged;
  private int end; // the number that reading ended with, 0 before
  private boolean isClosed;

  FfmpegReader(String title, FfmpegInput input) {
    this.title = title;
    this.input = input;
    this.context = input.context();
    this.stream = input.stream();
    this.decoder = input.decoder();
    this.tick = input.format().tick().value();
    this.pixels = new PixelReader(Turn.of(stream.codecpar()));
  }

  static FfmpegReader open(VideoSource.Clip clip) throws IOException {
    return new FfmpegReader(clip.title(), FfmpegInput.of(clip));
  }

  static FfmpegReader open(VideoSource.Address address) throws IOException {
    return new FfmpegReader(address.title(), FfmpegInput.of(address));
  }

  @Override
  public VideoFormat format() {
    return input.format();
  }

  @Override
  public boolean next() throws IOException {
    while (!isClosed && !input.deadline().isCut()) {
      int error = avcodec_receive_frame(decoder, frame);
      if (error == 0) {
        place();
        frames++;
        return true;
      }
      if (error == AVERROR_EOF) {
        finish();
        return false;
      }
      if (error != AVERROR_EAGAIN()) {
        damaged++;
      }
      feed();
    }
    return false;
  }

  // A packet for the decoder, or the news that there are no more.
  private void feed() {
    input.deadline().extend();
    int error = end == 0 ? av_read_frame(context, packet) : end;
    if (error == AVERROR_EAGAIN()) {
      return; // FFmpeg waits by itself, until the deadline
    }
    if (error < 0) {
      end = error;
      avcodec_send_packet(decoder, null);
      return;
    }
    if (packet.pts() != AV_NOPTS_VALUE) {
      AVRational unit = context.streams(packet.stream_index()).time_base();
      double until = (packet.pts() + packet.duration()) * (double) unit.num() / unit.den();
      reached = Math.max(reached, until);
    }
    if (packet.stream_index() == stream.index()) {
      decoded = packet.dts() == AV_NOPTS_VALUE ? decoded : packet.dts();
      if (avcodec_send_packet(decoder, packet) < 0) {
        damaged++;
      }
    }
    av_packet_unref(packet);
  }

  // Times never run backwards, whatever the stream says.
  private void place() {
    long time = frame.best_effort_timestamp();
    long step = Math.max(1, Math.round(input.format().rate().inverse().value() / tick));
    if (first == AV_NOPTS_VALUE) {
      first = time == AV_NOPTS_VALUE ? 0 : time;
      shown = first;
    } else if (time == AV_NOPTS_VALUE || time <= shown) {
      shown += time == AV_NOPTS_VALUE ? step : 1;
    } else {
      shown = time;
    }
  }

  private void finish() throws IOException {
    if (input.deadline().isCut()) {
      return;
    }
    if (end != AVERROR_EOF || missesPackets() || missesTime()) {
      String why = end == AVERROR_EOF ? "the file ends there" : input.reason(end);
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: breaks off after %d frames (%.2f s)%s, %s",
              title,
              frames,
              frames == 0 ? 0 : seconds(),
              input.format().frames().isPresent()
                  ? " of " + input.format().frames().getAsLong()
                  : "",
              why));
    }
    if (frames == 0) {
      throw new IOException(title + ": holds no frame that can be decoded");
    }
  }

  // The container's index knows of packets that never came.
  private boolean missesPackets() {
    int entries = avformat_index_get_entries_count(stream);
    return entries > 0
        && (decoded == AV_NOPTS_VALUE
            || avformat_index_get_entry(stream, entries - 1).timestamp() > decoded);
  }

  // Containers without such an index state a length, though not to the frame.
  private boolean missesTime() {
    boolean isStated = context.duration_estimation_method() == AVFMT_DURATION_FROM_STREAM;
    double stated = (double) context.duration() / AV_TIME_BASE;
    double start =
        context.start_time() == AV_NOPTS_VALUE ? 0 : (double) context.start_time() / AV_TIME_BASE;
    return isStated && reached - start < 0.9 * stated - 1;
  }

  /** Goes to a time that was seen before, or to some frame before it, from a reader just opened. */
  void seek(double seconds) throws IOException {
    if (next() && seconds > 0) {
      long target = first + Math.round(seconds / tick);
      if (av_seek_frame(context, stream.index(), target, AVSEEK_FLAG_BACKWARD) >= 0) {
        avcodec_flush_buffers(decoder);
        shown = first - 1; // times may begin anew
        end = 0;
      }
    }
  }

  @Override
  public double seconds() {
    return (shown - first) * tick;
  }

  @Override
  public Picture picture() {
    return pixels.read(frame);
  }

  @Override
  public long damaged() {
    return damaged;
  }

  @Override
  public void interrupt() {
    input.deadline().cut();
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    av_frame_free(frame);
    av_packet_free(packet);
    pixels.close();
    input.close();
  }
}
