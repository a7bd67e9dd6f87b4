package dev.riffle.video.read;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import dev.riffle.image.OpenCv;
import dev.riffle.image.Picture;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/** Makes pictures of decoded frames of any size and kind, which may change from one to the next. */
final class PixelReader implements AutoCloseable {
  private static final Set<Integer> FULL_RANGE =
      Set.of(AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ444P);
  private static final int ONE = 1 << 16; // for contrast and saturation

  private final Turn turn;
  private final AVFrame bgr = av_frame_alloc(); // with the padding that fast loops write into
  private SwsContext scaler; // null before the first
  private Kind kind; // what the scaler is for

  /** What a frame must have in common with the last to go the same way. */
  private record Kind(int width, int height, int pixels, int colours, boolean isFull) {}

  PixelReader(Turn turn) {
    this.turn = turn;
    OpenCv.load();
  }

  /** The pixels as shown; the caller closes them. */
  Picture read(AVFrame frame) {
    boolean isFull = frame.color_range() == AVCOL_RANGE_JPEG || FULL_RANGE.contains(frame.format());
    Kind found =
        new Kind(frame.width(), frame.height(), frame.format(), frame.colorspace(), isFull);
    if (!found.equals(kind)) {
      prepare(found);
    }
    sws_scale(scaler, frame.data(), frame.linesize(), 0, kind.height, bgr.data(), bgr.linesize());
    long stride = bgr.linesize(0);
    Mat padded =
        new Mat(
            kind.height,
            kind.width,
            CvType.CV_8UC3,
            bgr.data(0).capacity(stride * kind.height).asByteBuffer(),
            stride);
    try {
      return new Picture(turn.apply(padded));
    } finally {
      padded.release();
    }
  }

  private void prepare(Kind next) {
    sws_freeContext(scaler);
    av_frame_unref(bgr);
    kind = null;
    scaler =
        sws_getContext(
            next.width,
            next.height,
            next.pixels,
            next.width,
            next.height,
            AV_PIX_FMT_BGR24,
            SWS_BICUBIC,
            null,
            null,
            (DoublePointer) null);
    bgr.width(next.width).height(next.height).format(AV_PIX_FMT_BGR24);
    if (scaler == null || av_frame_get_buffer(bgr, 0) < 0) {
      throw new IllegalStateException("no way from these pixels to blue, green, red: " + next);
    }
    sws_setColorspaceDetails(
        scaler,
        sws_getCoefficients(next.colours),
        next.isFull ? 1 : 0,
        sws_getCoefficients(next.colours),
        1,
        0,
        ONE,
        ONE);
    kind = next;
  }

  @Override
  public void close() {
    sws_freeContext(scaler);
    scaler = null;
    av_frame_free(bgr);
  }
}
