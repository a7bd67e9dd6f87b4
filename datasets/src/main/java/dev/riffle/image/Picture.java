package dev.riffle.image;

import dev.riffle.file.FileFault;
import dev.riffle.file.WholeFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * A picture of 8-bit blue, green, red samples. It owns native memory: close it.
 *
 * <p>Pixels are exactly those of OpenCV's {@code imread} in colour: grey and palette become three
 * channels, alpha is dropped, 16 bits become 8, an EXIF orientation is applied, a colour profile is
 * ignored.
 */
public final class Picture implements AutoCloseable {
  private final Mat mat;

  /**
   * Takes a matrix over; closing the picture releases it.
   *
   * @throws IllegalArgumentException if it is empty or not of type {@code CV_8UC3}
   */
  public Picture(Mat mat) {
    if (mat.empty() || mat.dims() != 2 || mat.type() != CvType.CV_8UC3) {
      throw new IllegalArgumentException("expected a picture of type CV_8UC3, found " + mat);
    }
    this.mat = mat;
  }

  /**
   * A picture of given samples.
   *
   * @param bgr {@code [height][width][blue, green, red]}
   */
  public static Picture of(int width, int height, byte[] bgr) {
    if (width < 1 || height < 1 || bgr.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "expected 3 bytes a pixel of " + width + "x" + height + ", found " + bgr.length);
    }
    OpenCv.load();
    Mat mat = new Mat(height, width, CvType.CV_8UC3);
    mat.put(0, 0, bgr);
    return new Picture(mat);
  }

  /**
   * Reads a file of any accepted format, whatever its name ends with.
   *
   * @throws IOException one line that begins with the path: if it is absent, a folder, empty, not a
   *     picture, truncated, damaged or too large
   */
  public static Picture read(Path path) throws IOException {
    return decode(bytes(path), path.toString());
  }

  /**
   * The picture in a file's bytes.
   *
   * @param name what messages begin with
   * @throws IOException one line, as {@link #read}
   */
  public static Picture decode(byte[] file, String name) throws IOException {
    if (file.length == 0) {
      throw new IOException(name + ": is empty, expected a picture");
    }
    PictureFormat format =
        PictureFormat.ofBytes(file)
            .orElseThrow(
                () ->
                    new IOException(
                        name
                            + ": not a picture that can be read ("
                            + PictureFormat.ACCEPTED
                            + ")"
                            + PictureFormat.lookalike(file)
                                .map(kind -> ", looks like " + kind)
                                .orElse("")));
    var defect = format.defect(file);
    if (defect.isPresent()) {
      throw new IOException(name + ": " + defect.get() + " " + format.title());
    }
    OpenCv.load();
    byte[] quiet = format == PictureFormat.PNG ? PngChunks.withoutProfile(file) : file;
    MatOfByte encoded = new MatOfByte(quiet);
    try {
      Mat mat = Imgcodecs.imdecode(encoded, Imgcodecs.IMREAD_COLOR);
      if (mat.empty()) {
        mat.release();
        throw new IOException(name + ": truncated or damaged " + format.title());
      }
      return new Picture(mat);
    } catch (CvException e) {
      throw new IOException(name + ": " + refusal(e, format), e);
    } finally {
      encoded.release();
    }
  }

  // OpenCV has one kind of exception; its limits are told by the names in the text.
  private static String refusal(CvException e, PictureFormat format) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("CV_IO_MAX_IMAGE")) {
      return "too large, at most 1048576 pixels a side and 1073741824 in all can be read";
    }
    if (text.contains("Insufficient memory")) {
      return "too large for this machine's memory";
    }
    return "damaged " + format.title();
  }

  private static byte[] bytes(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder, expected a picture");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException(path + ": is no regular file, expected a picture");
    }
    try {
      // The most bytes that an array holds.
      if (Files.size(path) > Integer.MAX_VALUE - 8) {
        throw new IOException(path + ": too large, at most 2147483639 bytes can be read");
      }
      return Files.readAllBytes(path);
    } catch (FileSystemException e) {
      throw FileFault.reading(path, e);
    }
  }

  public int width() {
    return mat.cols();
  }

  public int height() {
    return mat.rows();
  }

  /** The matrix itself, still owned by this picture. */
  public Mat mat() {
    return mat;
  }

  /**
   * A copy of the samples, {@code [height][width][blue, green, red]}.
   *
   * @throws ArithmeticException if an array cannot hold them
   */
  public byte[] bgr() {
    byte[] bgr = new byte[Math.toIntExact(3L * width() * height())];
    mat.get(0, 0, bgr);
    return bgr;
  }

  /**
   * Writes a file in the format that its name ends with, whole or not at all. JPEG and WebP lose a
   * little (quality 95), the others nothing.
   *
   * @throws IOException one line that begins with the path: if the ending is unknown, the format
   *     cannot hold so large a picture, or the place cannot be written to
   */
  public void write(Path path) throws IOException {
    PictureFormat format = formatOf(path);
    if (Math.max(width(), height()) > format.largestSide()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %s holds at most %d pixels a side, the picture is %dx%d",
              path,
              format.title(),
              format.largestSide(),
              width(),
              height()));
    }
    MatOfByte encoded = new MatOfByte();
    MatOfInt quality =
        new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, 95, Imgcodecs.IMWRITE_WEBP_QUALITY, 95);
    try {
      if (!Imgcodecs.imencode("." + format.title(), mat, encoded, quality)) {
        throw new IOException(path + ": cannot be encoded as " + format.title());
      }
      byte[] file = encoded.toArray();
      WholeFile.write(path, out -> out.write(file));
    } catch (CvException e) {
      throw new IOException(path + ": cannot be encoded as " + format.title(), e);
    } finally {
      quality.release();
      encoded.release();
    }
  }

  /** Whether {@link #write} knows what a file's name ends with; folders are searched for these. */
  public static boolean isPictureName(Path path) {
    return PictureFormat.ofName(String.valueOf(path.getFileName())).isPresent();
  }

  /** What pictures' names end with, for messages. */
  public static String nameEndings() {
    return PictureFormat.endings();
  }

  private static PictureFormat formatOf(Path path) throws IOException {
    return PictureFormat.ofName(String.valueOf(path.getFileName()))
        .orElseThrow(
            () ->
                new IOException(
                    path + ": expected a name ending in one of " + PictureFormat.ACCEPTED));
  }

  @Override
  public void close() {
    mat.release();
  }

  @Override
  public String toString() {
    return width() + "x" + height() + " picture";
  }
}
