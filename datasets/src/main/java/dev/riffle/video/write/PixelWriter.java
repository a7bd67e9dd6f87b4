package dev.riffle.video.write;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import dev.riffle.image.Picture;
import dev.riffle.image.input.Fit;
import dev.riffle.image.input.Warp;
import dev.riffle.video.VideoFormat;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/** Makes frames for an encoder, all of one size, of pictures. */
final class PixelWriter implements AutoCloseable {
  private static final int ONE = 1 << 16; // for contrast and saturation

  private final int width;
  private final int height;
  private final AVFrame bgr; // with the padding that fast loops read
  private final AVFrame yuv;
  private final SwsContext scaler;

  PixelWriter(VideoFormat format) {
    width = format.width();
    height = format.height();
    bgr = frame(AV_PIX_FMT_BGR24);
    yuv = frame(AV_PIX_FMT_YUV420P);
    yuv.colorspace(format.colours()).color_range(AVCOL_RANGE_MPEG);
    scaler =
        sws_getContext(
            width,
            height,
            AV_PIX_FMT_BGR24,
            width,
            height,
            AV_PIX_FMT_YUV420P,
            SWS_BICUBIC,
            null,
            null,
            (DoublePointer) null);
    sws_setColorspaceDetails(
        scaler,
        sws_getCoefficients(format.colours()),
        1,
        sws_getCoefficients(format.colours()),
        0,
        0,
        ONE,
        ONE);
  }

  private AVFrame frame(int pixels) {
    AVFrame frame = av_frame_alloc();
    frame.width(width).height(height).format(pixels);
    if (av_frame_get_buffer(frame, 0) < 0) {
      throw new OutOfMemoryError("no native memory for a frame of " + width + "x" + height);
    }
    return frame;
  }

  /** The frame of a picture, valid until the next; of another size, it is fitted in. */
  AVFrame read(Picture picture) {
    if (picture.width() == width && picture.height() == height) {
      convert(picture);
    } else {
      Warp warp = Warp.of(picture.width(), picture.height(), width, height, Fit.LETTERBOX);
      try (Picture fitted = warp.apply(picture)) {
        convert(fitted);
      }
    }
    return yuv;
  }

  private void convert(Picture picture) {
    long stride = bgr.linesize(0);
    Mat padded =
        new Mat(
            height,
            width,
            CvType.CV_8UC3,
            bgr.data(0).capacity(stride * height).asByteBuffer(),
            stride);
    try {
      picture.mat().copyTo(padded);
    } finally {
      padded.release();
    }
    av_frame_make_writable(yuv); // an encoder may still hold the last one
    sws_scale(scaler, bgr.data(), bgr.linesize(), 0, height, yuv.data(), yuv.linesize());
  }

  @Override
  public void close() {
    sws_freeContext(scaler);
    av_frame_free(bgr);
    av_frame_free(yuv);
  }
}
