package dev.riffle.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.testing.Shared;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;

class PictureTest {
  @TempDir Path folder;

  // Blue, green, red of 3x2 pixels.
  private static final byte[] SAMPLES = {
    0,
    0,
    0,
    (byte) 255,
    (byte) 255,
    (byte) 255,
    10,
    20,
    30, //
    (byte) 200,
    100,
    50,
    1,
    2,
    3,
    90,
    (byte) 180,
    45
  };

  @Test
  void decodedPixelsAreTheReferences() throws Exception {
    String json = Files.readString(Shared.path("fixtures/coco/decoded_rgb_sha256.json"));
    JsonObject all = JsonParser.parseString(json).getAsJsonObject();
    assertEquals(120, all.size());
    for (String name : all.keySet()) {
      JsonObject expected = all.getAsJsonObject(name);
      try (Picture picture = Picture.read(Shared.path("fixtures/coco/val/" + name))) {
        assertEquals(expected.get("width").getAsInt(), picture.width(), name);
        assertEquals(expected.get("height").getAsInt(), picture.height(), name);
        byte[] rgb = picture.bgr();
        for (int i = 0; i < rgb.length; i += 3) {
          byte blue = rgb[i];
          rgb[i] = rgb[i + 2];
          rgb[i + 2] = blue;
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(rgb);
        assertEquals(
            expected.get("rgb_sha256").getAsString(), HexFormat.of().formatHex(digest), name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.bmp", "a.tiff", "A.TIF", "wörld 猫 %d.png", "a.b.BMP"})
  void losslessFormatsGiveTheSamePixelsBack(String name) throws IOException {
    Path path = folder.resolve(name);
    try (Picture picture = Picture.of(3, 2, SAMPLES)) {
      picture.write(path);
    }
    try (Picture picture = Picture.read(path)) {
      assertEquals(3, picture.width());
      assertEquals(2, picture.height());
      assertArrayEquals(SAMPLES, picture.bgr());
    }
    assertEquals(List.of(path), files());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "a.JPEG", "a.webp"})
  void lossyFormatsGiveNearlyTheSameBack(String name) throws IOException {
    byte[] bgr = new byte[3 * 40 * 30];
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] = (byte) (60 + i / 120 * 4); // one grey a row
    }
    Path path = folder.resolve(name);
    try (Picture picture = Picture.of(40, 30, bgr)) {
      picture.write(path);
    }
    try (Picture picture = Picture.read(path)) {
      byte[] back = picture.bgr();
      assertEquals(bgr.length, back.length);
      for (int i = 0; i < bgr.length; i++) {
        assertEquals(bgr[i] & 0xff, back[i] & 0xff, 6);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "webp", "tiff"})
  void extremeSizesAreWrittenAndRead(String extension) throws IOException {
    OpenCv.load();
    int[][] sizes = {{1, 1}, {1, 999}, {8000, 6000}};
    for (int[] size : sizes) {
      Path path = folder.resolve("size." + extension);
      Mat mat = new Mat(size[1], size[0], CvType.CV_8UC3, new Scalar(40, 90, 160));
      try (Picture picture = new Picture(mat)) {
        picture.write(path);
      }
      try (Picture picture = Picture.read(path)) {
        assertEquals(size[0], picture.width());
        assertEquals(size[1], picture.height());
        byte[] pixel = new byte[3];
        picture.mat().get(size[1] - 1, size[0] - 1, pixel);
        assertEquals(40, pixel[0], 4);
        assertEquals(90, pixel[1], 4);
        assertEquals(160, pixel[2] & 0xff, 4);
      }
    }
  }

  // ImageIO writes, an independent encoder; the samples are known.
  @ParameterizedTest
  @CsvSource({
    "png, 10, 0x80, 0x80", // grey
    "png, 11, 0x80, 0x80", // 16-bit grey
    "png, 13, 0xff, 0xff", // palette: white is nearest
    "png, 2, 0xff, 0x40", // alpha 0 is dropped, not blended
    "png, 12, 0xff, 0xff", // one bit
    "bmp, 5, 0xff, 0x40",
    "tiff, 10, 0x80, 0x80"
  })
  void everyKindOfPixelBecomesThreeChannels(String format, int type, String red, String blue)
      throws IOException {
    BufferedImage image = new BufferedImage(5, 4, type);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 5; x++) {
        switch (type) {
          case BufferedImage.TYPE_BYTE_GRAY -> image.getRaster().setSample(x, y, 0, 0x80);
          case BufferedImage.TYPE_USHORT_GRAY -> image.getRaster().setSample(x, y, 0, 0x8012);
          case BufferedImage.TYPE_INT_ARGB -> image.setRGB(x, y, 0x00ff8040);
          case BufferedImage.TYPE_3BYTE_BGR -> image.setRGB(x, y, 0xffff8040);
          default -> image.setRGB(x, y, 0xffffffff);
        }
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, file));
    try (Picture picture = Picture.decode(file.toByteArray(), "a")) {
      assertEquals(5, picture.width());
      assertEquals(4, picture.height());
      byte[] bgr = picture.bgr();
      for (int i = 0; i < bgr.length; i += 3) {
        assertEquals(Integer.decode(blue), bgr[i] & 0xff);
        assertEquals(Integer.decode(red), bgr[i + 2] & 0xff);
      }
    }
  }

  // EXIF's eight: where the stored first row and first column are to be shown.
  @ParameterizedTest
  @CsvSource({
    "1, false, 0", "2, false, 1", "3, false, 3", "4, false, 2",
    "5, true, 0", "6, true, 1", "7, true, 3", "8, true, 2"
  })
  void orientationIsApplied(int orientation, boolean isTurned, int brightCorner)
      throws IOException {
    byte[] bgr = new byte[3 * 64 * 32];
    for (int y = 0; y < 16; y++) {
      Arrays.fill(bgr, 3 * 64 * y, 3 * (64 * y + 16), (byte) 255); // bright at the left top
    }
    byte[] plain;
    try (Picture picture = Picture.of(64, 32, bgr)) {
      Path path = folder.resolve("plain.jpg");
      picture.write(path);
      plain = Files.readAllBytes(path);
    }
    // An APP1 segment behind the start: Exif, big-endian TIFF, one entry 0x0112 of type SHORT.
    byte[] exif =
        HexFormat.of()
            .parseHex(
                "ffe10022457869660000"
                    + "4d4d002a00000008"
                    + "0001"
                    + "011200030000000100"
                    + "0"
                    + orientation
                    + "0000"
                    + "00000000");
    byte[] file = new byte[plain.length + exif.length];
    System.arraycopy(plain, 0, file, 0, 2);
    System.arraycopy(exif, 0, file, 2, exif.length);
    System.arraycopy(plain, 2, file, 2 + exif.length, plain.length - 2);
    try (Picture picture = Picture.decode(file, "exif.jpg")) {
      assertEquals(isTurned ? 32 : 64, picture.width());
      assertEquals(isTurned ? 64 : 32, picture.height());
      byte[] pixel = new byte[3];
      for (int corner = 0; corner < 4; corner++) {
        int y = (corner & 2) == 0 ? 0 : picture.height() - 1;
        int x = (corner & 1) == 0 ? 0 : picture.width() - 1;
        picture.mat().get(y, x, pixel);
        assertEquals(corner == brightCorner, (pixel[0] & 0xff) > 128, "corner " + corner);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jpg, 0.5, truncated jpg",
    "jpg, 0.99, truncated jpg",
    "jpg, 0.02, truncated jpg",
    "png, 0.5, truncated png",
    "png, 0.99, truncated png",
    "png, 0.02, truncated png",
    "bmp, 0.5, truncated bmp",
    "bmp, 0.99, truncated bmp",
    "bmp, 0.001, truncated bmp",
    "webp, 0.5, truncated webp",
    "webp, 0.99, truncated webp",
    "tiff, 0.5, truncated or damaged tiff",
    "tiff, 0.99, truncated or damaged tiff"
  })
  void cutFilesAreToldSo(String extension, double part, String message) throws IOException {
    Path whole = folder.resolve("whole." + extension);
    try (Picture picture = noise(60, 50)) {
      picture.write(whole);
    }
    byte[] file = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut." + extension);
    Files.write(cut, Arrays.copyOf(file, (int) (file.length * part)));
    assertMessage(cut + ": " + message, cut);
    // What follows the end of a picture does no harm.
    Files.write(cut, Arrays.copyOf(file, file.length + 100));
    Picture.read(cut).close();
  }

  @Test
  void aJpgWithoutItsEndIsTruncated() throws IOException {
    Path path = folder.resolve("a.jpg");
    try (Picture picture = noise(60, 50)) {
      picture.write(path);
    }
    byte[] file = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(file, file.length - 2));
    assertMessage(path + ": truncated jpg", path);
  }

  @Test
  void aThumbnailsEndIsNotThePicturesEnd() throws IOException {
    Path path = folder.resolve("a.jpg");
    try (Picture picture = noise(60, 50)) {
      picture.write(path);
    }
    byte[] plain = Files.readAllBytes(path);
    byte[] file = new byte[plain.length + 8];
    System.arraycopy(plain, 0, file, 0, 2);
    // A comment of four bytes that has an end of picture in it.
    System.arraycopy(HexFormat.of().parseHex("fffe0006ffd9ffd9"), 0, file, 2, 8);
    System.arraycopy(plain, 2, file, 10, plain.length - 2);
    Picture.decode(file, "whole").close();
    byte[] cut = Arrays.copyOf(file, file.length / 2);
    assertEquals(
        "cut: truncated jpg",
        assertThrows(IOException.class, () -> Picture.decode(cut, "cut")).getMessage());
  }

  @Test
  void aDamagedPngIsToldSo() throws IOException {
    Path path = folder.resolve("a.png");
    try (Picture picture = noise(60, 50)) {
      picture.write(path);
    }
    byte[] file = Files.readAllBytes(path);
    file[file.length / 2] ^= 1;
    Files.write(path, file);
    assertMessage(path + ": damaged png", path);
  }

  @Test
  void progressiveJpgsAreWhole() throws IOException {
    OpenCv.load();
    try (Picture picture = noise(60, 50)) {
      MatOfByte encoded = new MatOfByte();
      var progressive =
          new org.opencv.core.MatOfInt(
              Imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1, Imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 2);
      Imgcodecs.imencode(".jpg", picture.mat(), encoded, progressive);
      byte[] file = encoded.toArray();
      Picture.decode(file, "progressive").close();
      for (int length : new int[] {file.length - 1, file.length * 3 / 4, 3}) {
        byte[] cut = Arrays.copyOf(file, length);
        assertThrows(IOException.class, () -> Picture.decode(cut, "cut"));
      }
    }
  }

  @Test
  void everyShortFileIsRefusedInOneLine() throws IOException {
    for (String extension : List.of("jpg", "png", "bmp", "webp", "tiff")) {
      Path whole = folder.resolve("a." + extension);
      try (Picture picture = Picture.of(3, 2, SAMPLES)) {
        picture.write(whole);
      }
      byte[] file = Files.readAllBytes(whole);
      for (int length = 0; length < Math.min(60, file.length); length++) {
        byte[] cut = Arrays.copyOf(file, length);
        if (extension.equals("bmp") && length >= 54) {
          break;
        }
        var e = assertThrows(IOException.class, () -> Picture.decode(cut, "cut"));
        assertTrue(e.getMessage().startsWith("cut: "), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
      }
    }
  }

  @Test
  void whatIsNoPictureIsNamed() throws IOException {
    String message = ": not a picture that can be read (jpg, png, bmp, webp, tiff)";
    assertRefused("GIF89a....", message + ", looks like gif");
    assertRefused("%PDF-1.7\n\u00e2\u00e3\u00cf", message + ", looks like pdf");
    assertRefused("\0\0\0\u0018ftypheic", message + ", looks like heic");
    assertRefused("\0\0\0\u0018ftypisom", message + ", looks like video");
    assertRefused("\0\0\0\u0018ftyp", message + ", looks like video");
    assertRefused("just words\n", message + ", looks like text");
    assertRefused("\u0001\u0002\u0003", message);
    assertRefused("", ": is empty, expected a picture");
  }

  private void assertRefused(String latin1, String message) throws IOException {
    Path path = folder.resolve("a.jpg");
    Files.write(path, latin1.getBytes(StandardCharsets.ISO_8859_1));
    assertMessage(path + message, path);
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    Path missing = folder.resolve("none.jpg");
    assertMessage(missing + ": no such file", missing);
    assertMessage(folder + ": is a folder, expected a picture", folder);
  }

  @Test
  void picturesBeyondOpenCvsLimitAreToldSo() throws IOException {
    Path path = folder.resolve("a.png");
    try (Picture picture = Picture.of(1, 1, new byte[3])) {
      picture.write(path);
    }
    byte[] file = Files.readAllBytes(path);
    // The header chunk: width at 16, height at 20, checksum of 17 bytes at 29.
    CRC32 checksum = new CRC32();
    ByteBuffer.wrap(file).putInt(16, 60000).putInt(20, 60000);
    checksum.update(file, 12, 17);
    ByteBuffer.wrap(file).putInt(29, (int) checksum.getValue());
    Files.write(path, file);
    assertMessage(
        path + ": too large, at most 1048576 pixels a side and 1073741824 in all can be read",
        path);
  }

  @Test
  void placesThatCannotBeWrittenAreNamed() throws IOException {
    try (Picture picture = Picture.of(3, 2, SAMPLES)) {
      Path gif = folder.resolve("a.gif");
      String accepted = ": expected a name ending in one of jpg, png, bmp, webp, tiff";
      assertWriteMessage(gif + accepted, picture, gif);
      assertFalse(Picture.isPictureName(gif));
      assertFalse(Picture.isPictureName(folder.resolve("png"))); // no ending, a name
      assertWriteMessage(folder + accepted, picture, folder);
      Path nowhere = folder.resolve("none/a.png");
      assertWriteMessage(
          nowhere + ": cannot be written, there is no folder " + folder.resolve("none"),
          picture,
          nowhere);
      Path taken = Files.createDirectory(folder.resolve("b.png"));
      assertWriteMessage(taken + ": is a folder, expected the name of a file", picture, taken);
    }
    OpenCv.load();
    try (Picture picture = new Picture(new Mat(1, 20000, CvType.CV_8UC3, new Scalar(0)))) {
      Path webp = folder.resolve("a.webp");
      assertWriteMessage(
          webp + ": webp holds at most 16383 pixels a side, the picture is 20000x1", picture, webp);
      assertFalse(Files.exists(webp));
    }
  }

  @Test
  void badSamplesAreRefused() {
    OpenCv.load();
    assertThrows(IllegalArgumentException.class, () -> Picture.of(2, 2, SAMPLES));
    assertThrows(IllegalArgumentException.class, () -> Picture.of(0, 0, new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> new Picture(new Mat(2, 2, CvType.CV_8UC1)));
    assertThrows(IllegalArgumentException.class, () -> new Picture(new Mat()));
  }

  private static Picture noise(int width, int height) {
    byte[] bgr = new byte[3 * width * height];
    new java.util.Random(1).nextBytes(bgr);
    return Picture.of(width, height, bgr);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void assertMessage(String message, Path path) {
    assertEquals(message, assertThrows(IOException.class, () -> Picture.read(path)).getMessage());
  }

  private static void assertWriteMessage(String message, Picture picture, Path path) {
    assertEquals(message, assertThrows(IOException.class, () -> picture.write(path)).getMessage());
  }

  @Test
  void aHeaderThatClaimsTheWholeAddressSpaceIsTruncated() throws IOException {
    Path path = folder.resolve("lies.bmp");
    byte[] file = new byte[26];
    ByteBuffer.wrap(file).put((byte) 'B').put((byte) 'M');
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(14, Integer.MAX_VALUE);
    Files.write(path, file);
    assertMessage(path + ": truncated bmp", path);
  }

  /** libpng remarks upon profiles on standard error; they change no pixel. */
  @Test
  void aPngsColourProfileIsLeftOut() throws IOException {
    Path path = folder.resolve("a.png");
    try (Picture picture = Picture.of(3, 2, SAMPLES)) {
      picture.write(path);
    }
    byte[] plain = Files.readAllBytes(path);
    byte[] profile = "name\0\0not a profile".getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer withProfile = ByteBuffer.allocate(plain.length + profile.length + 12);
    withProfile.put(plain, 0, 33).putInt(profile.length);
    byte[] typed =
        ("iCCP" + new String(profile, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(typed);
    withProfile.put(typed).putInt((int) checksum.getValue()).put(plain, 33, plain.length - 33);
    assertArrayEquals(plain, PngChunks.withoutProfile(withProfile.array()));
    try (Picture picture = Picture.decode(withProfile.array(), "a")) {
      assertArrayEquals(SAMPLES, picture.bgr());
    }
  }
}
