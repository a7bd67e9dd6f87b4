package dev.riffle.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file formats of pictures, told apart by their first bytes, and whether a file is whole. */
enum PictureFormat {
  JPG(List.of("jpg", "jpeg"), 65500),
  PNG(List.of("png"), 1_000_000),
  BMP(List.of("bmp"), 1 << 20),
  WEBP(List.of("webp"), 16383),
  TIFF(List.of("tiff", "tif"), 1 << 20);

  /** All of them, as messages list them. */
  static final String ACCEPTED = "jpg, png, bmp, webp, tiff";

  private final List<String> extensions;
  private final int largestSide;

  PictureFormat(List<String> extensions, int largestSide) {
    this.extensions = extensions;
    this.largestSide = largestSide;
  }

  /** What names of pictures end with, {@code .jpg .jpeg .png …}. */
  static String endings() {
    return Arrays.stream(values())
        .flatMap(format -> format.extensions.stream())
        .collect(Collectors.joining(" .", ".", ""));
  }

  /** How it is called in messages. */
  String title() {
    return extensions.get(0);
  }

  /** The most pixels that a written picture may have a side. */
  int largestSide() {
    return largestSide;
  }

  /** The format that a file's name asks for; case does not count, nor does a name without a dot. */
  static Optional<PictureFormat> ofName(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String extension = fileName.substring(dot + 1);
    return Arrays.stream(values())
        .filter(format -> dot >= 0)
        .filter(format -> format.extensions.stream().anyMatch(extension::equalsIgnoreCase))
        .findFirst();
  }

  /** The format that a file's bytes are in. */
  static Optional<PictureFormat> ofBytes(byte[] file) {
    if (begins(file, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPG);
    } else if (begins(file, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    } else if (begins(file, 0, "BM")) {
      return Optional.of(BMP);
    } else if (begins(file, 0, "RIFF") && begins(file, 8, "WEBP")) {
      return Optional.of(WEBP);
    } else if (begins(file, 0, "II*\0")
        || begins(file, 0, "MM\0*")
        || begins(file, 0, "II+\0")
        || begins(file, 0, "MM\0+")) {
      return Optional.of(TIFF);
    }
    return Optional.empty();
  }

  /** What a file that is none of these seems to be, to say in a message. */
  static Optional<String> lookalike(byte[] file) {
    if (begins(file, 0, "GIF8")) {
      return Optional.of("gif");
    } else if (begins(file, 4, "ftyp")) {
      String brand = new String(file, 8, Math.min(4, file.length - 8), StandardCharsets.ISO_8859_1);
      return Optional.of(
          switch (brand) {
            case "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1" -> "heic";
            case "avif", "avis" -> "avif";
            default -> "video";
          });
    } else if (begins(file, 0, "%PDF")) {
      return Optional.of("pdf");
    } else if (begins(file, 0, "\0\0\0\fjP  ") || begins(file, 0, "\u00ffO\u00ffQ")) {
      return Optional.of("jpeg 2000");
    } else if (begins(file, 0, "\u00ff\n") || begins(file, 0, "\0\0\0\fJXL ")) {
      return Optional.of("jpeg xl");
    } else if (begins(file, 0, "PK\u0003\u0004")) {
      return Optional.of("zip");
    } else if (begins(file, 0, "8BPS")) {
      return Optional.of("psd");
    } else if (begins(file, 0, "RIFF") || begins(file, 0, "\u001aE\u00df\u00a3")) {
      return Optional.of("video");
    } else if (isText(file)) {
      return Optional.of("text");
    }
    return Optional.empty();
  }

  /**
   * What is wrong with the file, in one word or two: decoders pad what is missing with grey, or
   * complain on standard error. Only what can be seen without decoding.
   */
  Optional<String> defect(byte[] file) {
    ByteBuffer little = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    switch (this) {
      case JPG:
        return isWholeJpg(file) ? Optional.empty() : Optional.of("truncated");
      case PNG:
        return PngChunks.of(file).defect();
      case WEBP:
        // Bytes after the first eight.
        return file.length - 8L < (little.getInt(4) & 0xffffffffL)
            ? Optional.of("truncated")
            : Optional.empty();
      case BMP:
        return isWholeBmp(little) ? Optional.empty() : Optional.of("truncated");
      default:
        return Optional.empty();
    }
  }

  // Segments have lengths; the coded data behind a start of scan (da) ends at the next marker that
  // is neither a stuffed zero nor a restart. The end (d9) may be followed by anything.
  private static boolean isWholeJpg(byte[] file) {
    int at = 2;
    while (true) {
      while (at + 1 < file.length && !(file[at] == (byte) 0xff && isMarker(file[at + 1] & 0xff))) {
        at++;
      }
      if (at + 1 >= file.length) {
        return false;
      }
      int marker = file[at + 1] & 0xff;
      at += 2;
      if (marker == 0xd9) {
        return true;
      }
      if (at + 1 >= file.length) {
        return false;
      }
      at += (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
    }
  }

  private static boolean isMarker(int code) {
    return code > 0x01 && code < 0xff && !(code >= 0xd0 && code <= 0xd7);
  }

  private static boolean isWholeBmp(ByteBuffer file) {
    if (file.limit() < 26) {
      return false;
    }
    int dataAt = file.getInt(10);
    int headerSize = file.getInt(14);
    if (headerSize < 40) {
      return true; // the old header: left to the decoder
    }
    if (file.limit() - 14 < headerSize) {
      return false;
    }
    boolean isRunLength = file.getInt(30) == 1 || file.getInt(30) == 2;
    long rowBytes = (Math.abs((long) file.getInt(18)) * file.getShort(28) + 31) / 32 * 4;
    long rows = Math.abs((long) file.getInt(22));
    // Sizes beyond all pictures are for the decoder to refuse.
    return isRunLength
        || rows >= 1 << 20
        || rowBytes * rows >= 1L << 32
        || dataAt + rowBytes * rows <= file.limit();
  }

  private static boolean begins(byte[] file, int at, String latin1) {
    if (file.length < at + latin1.length()) {
      return false;
    }
    for (int i = 0; i < latin1.length(); i++) {
      if ((file[at + i] & 0xff) != latin1.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] file) {
    for (int i = 0; i < Math.min(file.length, 512); i++) {
      int c = file[i] & 0xff;
      if (c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
