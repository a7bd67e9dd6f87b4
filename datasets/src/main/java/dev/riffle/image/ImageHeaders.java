package dev.riffle.image;

import java.io.IOException;

/** Where each format of pictures says how large one is, and whether to turn it. */
final class ImageHeaders {
  private ImageHeaders() {}

  private static final int ORIENTATION = 0x0112; // TIFF's tag, which EXIF uses too
  private static final int WIDTH = 0x0100;
  private static final int HEIGHT = 0x0101;
  private static final int FIRST_TURNED = 5; // orientations 5 to 8 swap the sides
  private static final int LAST_TURNED = 8;
  private static final int EXIF_PART = 0x65584966; // eXIf, before or behind the pixels
  private static final int END_PART = 0x49454e44; // IEND
  private static final int MOST_TAGS = 4096;
  private static final int MOST_PARTS = 1 << 20;

  // Segments of a marker and a length follow each other up to the start of scan (da). Of several
  // APP1 (e1) only the first counts, even if it holds something else than EXIF: so does OpenCV.
  static ImageSize jpg(HeaderBytes in) throws IOException {
    ImageSize size = null;
    boolean hasApp1 = false;
    boolean isTurned = false;
    long at = 2;
    for (int part = 0; part < MOST_PARTS; part++) {
      while (in.u8(at) != 0xff) {
        at++;
      }
      while (in.u8(at) == 0xff) {
        at++;
      }
      int marker = in.u8(at++);
      if (marker == 0xda || marker == 0xd9) {
        break;
      }
      if (marker <= 0x01 || marker >= 0xd0 && marker <= 0xd8) {
        continue; // stands alone
      }
      int length = in.u16(at);
      if (marker == 0xe1 && !hasApp1) {
        hasApp1 = true;
        isTurned = length > 16 && isTurned(in, at + 8, at + length);
      } else if (marker >= 0xc0 && marker <= 0xcf && (marker & 3) != 0
          || marker == 0xc0) { // c4, c8, cc are no frames
        size = new ImageSize(in.u16(at + 5), in.u16(at + 3));
      }
      at += Math.max(2, length);
    }
    if (size == null) {
      throw in.failed("damaged jpg, it has no frame");
    }
    return isTurned ? size.turned() : size;
  }

  // EXIF is a small TIFF file of its own.
  private static boolean isTurned(HeaderBytes in, long begin, long end) throws IOException {
    int order = in.u8(begin);
    if (order != in.u8(begin + 1) || order != 'I' && order != 'M') {
      return false;
    }
    in.setLittleEndian(order == 'I');
    try {
      if (in.u16(begin + 2) != 42) {
        return false;
      }
      long at = begin + in.u32(begin + 4);
      if (at + 2 > end) {
        return false;
      }
      int tags = in.u16(at);
      at += 2;
      for (int i = 0; i < tags && at + 12 <= end; i++, at += 12) {
        if (in.u16(at) == ORIENTATION) {
          int orientation = in.u16(at + 8);
          return orientation >= FIRST_TURNED && orientation <= LAST_TURNED;
        }
      }
      return false;
    } finally {
      in.setLittleEndian(false);
    }
  }

  static ImageSize png(HeaderBytes in) throws IOException {
    ImageSize size = new ImageSize((int) in.u32(16), (int) in.u32(20));
    long at = 8;
    for (int part = 0; part < MOST_PARTS; part++) { // of length, type, data, checksum
      long length = in.u32(at);
      long type = in.u32(at + 4);
      if (type == EXIF_PART) {
        return length > 8 && isTurned(in, at + 8, at + 8 + length) ? size.turned() : size;
      }
      if (type == END_PART) {
        break;
      }
      at += 12 + length;
    }
    return size;
  }

  static ImageSize bmp(HeaderBytes in) throws IOException {
    in.setLittleEndian(true);
    if (in.u32(14) < 40) { // the old header
      return new ImageSize(in.u16(18), in.u16(20));
    }
    return new ImageSize((int) in.u32(18), Math.abs((int) in.u32(22))); // negative: top row first
  }

  static ImageSize webp(HeaderBytes in) throws IOException {
    in.setLittleEndian(true);
    int kind = in.u8(15);
    if (kind == 'X') {
      return new ImageSize(1 + u24(in, 24), 1 + u24(in, 27));
    }
    if (kind == 'L') {
      long bits = in.u32(21);
      return new ImageSize(1 + (int) (bits & 0x3fff), 1 + (int) (bits >> 14 & 0x3fff));
    }
    return new ImageSize(in.u16(26) & 0x3fff, in.u16(28) & 0x3fff);
  }

  private static int u24(HeaderBytes in, long at) throws IOException {
    return in.u16(at) | in.u8(at + 2) << 16;
  }

  // The first directory of tags, of 12 bytes each, or 20 in files with the long kind of offsets.
  static ImageSize tiff(HeaderBytes in) throws IOException {
    in.setLittleEndian(in.u8(0) == 'I');
    boolean isBig = in.u16(2) == 43;
    long at = isBig ? in.i64(8) : in.u32(4);
    long tags = isBig ? in.i64(at) : in.u16(at);
    at += isBig ? 8 : 2;
    int width = 0;
    int height = 0;
    boolean isTurned = false;
    for (int i = 0; i < Math.min(tags, MOST_TAGS); i++, at += isBig ? 20 : 12) {
      int tag = in.u16(at);
      if (tag == WIDTH || tag == HEIGHT || tag == ORIENTATION) {
        long value = at + (isBig ? 12 : 8);
        int number = in.u16(at + 2) == 3 ? in.u16(value) : (int) in.u32(value);
        width = tag == WIDTH ? number : width;
        height = tag == HEIGHT ? number : height;
        isTurned |= tag == ORIENTATION && number >= FIRST_TURNED && number <= LAST_TURNED;
      }
    }
    ImageSize size = new ImageSize(width, height);
    return isTurned ? size.turned() : size;
  }
}
