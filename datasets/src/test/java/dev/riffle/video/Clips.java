package dev.riffle.video;

import dev.riffle.image.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongToDoubleFunction;

/** Clips drawn here, whose frames bear their numbers: eight bars, white for a one. */
final class Clips {
  private static final int BARS = 8;
  static final Fraction RATE = new Fraction(25, 1);

  private Clips() {}

  /** A picture that shows the last eight bits of a number; blue above, so that it has a top. */
  static Picture numbered(int width, int height, long number) {
    byte[] bgr = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean isOne = (number >> x * BARS / width & 1) == 1;
        int at = 3 * (y * width + x);
        if (y < height / 4) {
          bgr[at] = (byte) 220;
        } else if (isOne) {
          bgr[at] = bgr[at + 1] = bgr[at + 2] = (byte) 230;
        }
      }
    }
    return Picture.of(width, height, bgr);
  }

  /** The number that a picture shows. */
  static int number(Picture picture) {
    byte[] bgr = picture.bgr();
    int number = 0;
    for (int bar = 0; bar < BARS; bar++) {
      int x = (2 * bar + 1) * picture.width() / (2 * BARS);
      int y = picture.height() * 5 / 8;
      int green = bgr[3 * (y * picture.width() + x) + 1] & 0xff;
      number |= (green > 128 ? 1 : 0) << bar;
    }
    return number;
  }

  static Path clip(Path path, int width, int height, int frames) throws IOException {
    return clip(path, VideoFormat.of(width, height, RATE), frames, i -> i / RATE.value());
  }

  static Path clip(Path path, VideoFormat format, int frames, LongToDoubleFunction seconds)
      throws IOException {
    try (VideoWriter writer = VideoWriter.create(path, format)) {
      for (int i = 0; i < frames; i++) {
        try (Picture picture = numbered(format.width(), format.height(), i)) {
          writer.write(picture, seconds.applyAsDouble(i));
        }
      }
    }
    return path;
  }

  /** JPEGs one behind the other, each of its own size: a kind of video without index or length. */
  static byte[] jpegs(Path folder, int[][] sizes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < sizes.length; i++) {
      Path file = folder.resolve("frame.jpg");
      try (Picture picture = numbered(sizes[i][0], sizes[i][1], i)) {
        picture.write(file);
      }
      all.write(Files.readAllBytes(file));
    }
    return all.toByteArray();
  }

  /** A second of silence as a WAV file. */
  static byte[] silence() {
    byte[] wav = new byte[44 + 16000];
    byte[] header =
        ("RIFF\u00a4\u003e\0\0WAVEfmt \u0010\0\0\0\1\0\1\0\u0040\u001f\0\0\u0080\u003e\0\0\2\0\u0010\0data"
                + "\u0080\u003e\0\0")
            .getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(header, 0, wav, 0, header.length);
    return wav;
  }

  /** Where a box of an mp4 has its name. */
  static int box(byte[] mp4, String name) {
    String text = new String(mp4, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(name);
    if (at < 0) {
      throw new AssertionError("expected a box " + name);
    }
    return at;
  }
}
