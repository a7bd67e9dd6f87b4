package dev.riffle.video;

import dev.riffle.image.Picture;
import dev.riffle.video.write.VideoWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/** Clips drawn here, whose frames bear their numbers: eight bars, white for a one. */
public final class Clips {
  private static final int BARS = 8;
  public static final Fraction RATE = new Fraction(25, 1);

  private Clips() {}

  /** A picture that shows the last eight bits of a number; blue above, so that it has a top. */
  public static Picture numbered(int width, int height, long number) {
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
  public static int number(Picture picture) {
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

  public static Path clip(Path path, int width, int height, int frames) throws IOException {
    return clip(path, VideoFormat.of(width, height, RATE), frames, i -> i / RATE.value());
  }

  public static Path clip(Path path, VideoFormat format, int frames, LongToDoubleFunction seconds)
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
  public static byte[] jpegs(Path folder, int[][] sizes) throws IOException {
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

  /** A Matroska file of equal JPEGs, 25 a second, that states its length and has no index. */
  public static byte[] matroska(byte[] jpeg, int width, int height, int frames) {
    ByteBuffer length = ByteBuffer.allocate(8).putDouble(frames * 40.0);
    byte[] info = joined(element(0x2ad7b1, number(1_000_000)), element(0x4489, length.array()));
    byte[] size = joined(element(0xb0, number(width)), element(0xba, number(height)));
    byte[] track =
        joined(
            element(0xd7, number(1)),
            element(0x73c5, number(1)),
            element(0x83, number(1)),
            element(0x86, "V_MJPEG".getBytes(StandardCharsets.US_ASCII)),
            element(0xe0, size));
    byte[] segment = joined(element(0x1549a966, info), element(0x1654ae6b, element(0xae, track)));
    for (int i = 0; i < frames; i++) {
      byte[] block = joined(new byte[] {(byte) 0x81, 0, 0, (byte) 0x80}, jpeg);
      byte[] cluster = joined(element(0xe7, number(40 * i)), element(0xa3, block));
      segment = joined(segment, element(0x1f43b675, cluster));
    }
    byte[] type = element(0x4282, "matroska".getBytes(StandardCharsets.US_ASCII));
    return joined(element(0x1a45dfa3, type), element(0x18538067, segment));
  }

  // The id as it stands, the length in eight bytes, what is in it.
  private static byte[] element(int id, byte[] content) {
    ByteBuffer out = ByteBuffer.allocate(12 + content.length);
    for (int shift = 24; shift >= 0; shift -= 8) {
      if (id >>> shift != 0) {
        out.put((byte) (id >>> shift));
      }
    }
    out.putLong(1L << 56 | content.length).put(content);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** A second of silence as a WAV file. */
  public static byte[] silence() {
    byte[] wav = new byte[44 + 16000];
    byte[] header =
        ("RIFF\u00a4\u003e\0\0WAVEfmt \u0010\0\0\0\1\0\1\0\u0040\u001f\0\0\u0080\u003e\0\0\2\0\u0010\0data"
                + "\u0080\u003e\0\0")
            .getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(header, 0, wav, 0, header.length);
    return wav;
  }

  /** Where a box of an mp4 has its name. */
  public static int box(byte[] mp4, String name) {
    String text = new String(mp4, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(name);
    if (at < 0) {
      throw new AssertionError("expected a box " + name);
    }
    return at;
  }
}
