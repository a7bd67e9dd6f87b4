package dev.riffle.video.read;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.javacpp.IntPointer;
import org.opencv.core.Core;
import org.opencv.core.Mat;

/**
 * How stored pictures are turned to be shown, as phones that are held upright say it.
 *
 * @param quarters how many quarter turns clockwise, 0 to 3
 * @param isMirrored whether left and right change places before
 */
record Turn(int quarters, boolean isMirrored) {
  static final Turn NONE = new Turn(0, false);

  private static final int NUMBERS = 9;
  private static final int[] CLOCKWISE = {
    -1, Core.ROTATE_90_CLOCKWISE, Core.ROTATE_180, Core.ROTATE_90_COUNTERCLOCKWISE
  };

  /** What a stream says of itself. */
  static Turn of(AVCodecParameters parameters) {
    AVPacketSideData matrix =
        av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull() || matrix.size() < NUMBERS * Integer.BYTES) {
      return NONE;
    }
    int[] numbers = new int[NUMBERS];
    new IntPointer(matrix.data()).get(numbers);
    return of(numbers);
  }

  // (x, y) is shown at (x·a + y·c, x·b + y·d); the y axis points down, so (a, b) = (0, 1) is a
  // quarter clockwise. Other than quarter turns go to the nearest.
  static Turn of(int[] matrix) {
    long a = matrix[0];
    long b = matrix[1];
    long c = matrix[3];
    long d = matrix[4];
    boolean isMirrored = a * d - b * c < 0;
    double angle = isMirrored ? Math.atan2(-b, -a) : Math.atan2(b, a);
    return new Turn(Math.floorMod(Math.round(angle / (Math.PI / 2)), 4), isMirrored);
  }

  /** Whether width and height change places. */
  boolean isAcross() {
    return quarters % 2 == 1;
  }

  /** A matrix turned, in new memory. */
  Mat apply(Mat stored) {
    Mat shown = new Mat();
    if (isMirrored) {
      Core.flip(stored, shown, 1);
    }
    Mat from = isMirrored ? shown : stored;
    if (quarters == 0) {
      if (!isMirrored) {
        stored.copyTo(shown);
      }
      return shown;
    }
    Mat turned = new Mat();
    Core.rotate(from, turned, CLOCKWISE[quarters]);
    shown.release();
    return turned;
  }
}
