package dev.riffle.image;

import dev.riffle.file.FileFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How large a picture is, from the header of its file alone. It is what {@link Picture#read} gives,
 * so that one which EXIF says is to be turned has its sides swapped.
 */
public record ImageSize(int width, int height) {

  /**
   * Reads a file of any accepted format, whatever its name ends with, without decoding it. That the
   * rest of the file is whole is not checked.
   *
   * @throws IOException one line that begins with the path: if it is absent, a folder, not a
   *     picture, or ends within its header
   */
  public static ImageSize read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder, expected a picture");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return read(new HeaderBytes(path, channel));
    } catch (FileSystemException e) {
      throw FileFault.reading(path, e);
    }
  }

  private static ImageSize read(HeaderBytes in) throws IOException {
    byte[] first = in.first();
    if (first.length == 0) {
      throw in.failed("is empty, expected a picture");
    }
    PictureFormat format =
        PictureFormat.ofBytes(first)
            .orElseThrow(
                () ->
                    in.failed(
                        "not a picture that can be read ("
                            + PictureFormat.ACCEPTED
                            + ")"
                            + PictureFormat.lookalike(first)
                                .map(kind -> ", looks like " + kind)
                                .orElse("")));
    ImageSize size =
        switch (format) {
          case JPG -> ImageHeaders.jpg(in);
          case PNG -> ImageHeaders.png(in);
          case BMP -> ImageHeaders.bmp(in);
          case WEBP -> ImageHeaders.webp(in);
          case TIFF -> ImageHeaders.tiff(in);
        };
    if (size.width <= 0 || size.height <= 0) {
      throw in.failed("damaged " + format.title() + ", its header says " + size);
    }
    return size;
  }

  /** The picture turned by a quarter. */
  ImageSize turned() {
    return new ImageSize(height, width);
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
