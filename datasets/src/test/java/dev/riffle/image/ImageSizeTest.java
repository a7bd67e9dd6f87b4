package dev.riffle.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.testing.Shared;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** The header's size against that of the decoded picture. */
class ImageSizeTest {

  @TempDir Path folder;

  private static final String EXIF = "4d4d002a0000000800010112000300000001000%d0000" + "00000000";

  private static void assertAsDecoded(Path path) throws IOException {
    ImageSize size = ImageSize.read(path);
    try (Picture picture = Picture.read(path)) {
      assertEquals(picture.width() + "x" + picture.height(), size.toString(), path.toString());
    }
  }

  private Path written(String name, int width, int height) throws IOException {
    Path path = folder.resolve(name);
    try (Picture picture = Picture.of(width, height, new byte[3 * width * height])) {
      picture.write(path);
    }
    return path;
  }

  private static byte[] inserted(byte[] file, int at, byte[] part) {
    return ByteBuffer.allocate(file.length + part.length)
        .put(file, 0, at)
        .put(part)
        .put(file, at, file.length - at)
        .array();
  }

  private static byte[] app1(String content) {
    byte[] bytes = HexFormat.of().parseHex(content);
    return ByteBuffer.allocate(bytes.length + 4)
        .putShort((short) 0xffe1)
        .putShort((short) (bytes.length + 2))
        .put(bytes)
        .array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "webp", "tiff"})
  void everyFormatSaysItsSize(String extension) throws IOException {
    for (int[] size : new int[][] {{1, 1}, {17, 9}, {300, 5}, {5, 300}, {2049, 3}}) {
      Path path = written("a." + extension, size[0], size[1]);
      assertEquals(new ImageSize(size[0], size[1]), ImageSize.read(path));
      assertAsDecoded(path);
    }
  }

  @Test
  void otherWritersFilesToo() throws IOException {
    for (String format : List.of("jpg", "png", "bmp", "tiff")) {
      Path path = folder.resolve("other." + format);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertTrue(ImageIO.write(new BufferedImage(37, 21, BufferedImage.TYPE_INT_RGB), format, out));
      Files.write(path, out.toByteArray());
      assertEquals(new ImageSize(37, 21), ImageSize.read(path));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 0, 9})
  void picturesThatAreTurnedSwapTheirSides(int orientation) throws IOException {
    byte[] jpg = Files.readAllBytes(written("a.jpg", 64, 32));
    String exif = EXIF.formatted(orientation);
    Path turned = folder.resolve("exif.jpg");
    Files.write(turned, inserted(jpg, 2, app1("457869660000" + exif)));
    boolean swaps = orientation >= 5 && orientation <= 8;
    assertEquals(swaps ? new ImageSize(32, 64) : new ImageSize(64, 32), ImageSize.read(turned));
    assertAsDecoded(turned);

    // The other order of bytes.
    Path little = folder.resolve("little.jpg");
    String intel = "49492a000800000001001201030001000000" + "0" + orientation + "00000000000000";
    Files.write(little, inserted(jpg, 2, app1("457869660000" + intel)));
    assertAsDecoded(little);
    assertEquals(ImageSize.read(turned), ImageSize.read(little));
  }

  @Test
  void onlyTheFirstApp1Turns() throws IOException {
    byte[] jpg = Files.readAllBytes(written("a.jpg", 64, 32));
    byte[] exif = app1("457869660000" + EXIF.formatted(6));
    byte[] xmp = app1("687474703a2f2f6e732e61646f62652e636f6d2f7861702f312e302f003c783e");
    Path path = folder.resolve("b.jpg");
    Files.write(path, inserted(inserted(jpg, 2, exif), 2, xmp));
    assertAsDecoded(path);
    Files.write(path, inserted(inserted(jpg, 2, xmp), 2, exif));
    assertAsDecoded(path);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6, 8})
  void otherFormatsAreTurnedAsTheDecoderTurnsThem(int orientation) throws IOException {
    byte[] exif = HexFormat.of().parseHex(EXIF.formatted(orientation));
    // PNG: a part eXIf behind the header's.
    byte[] png = Files.readAllBytes(written("a.png", 64, 32));
    ByteBuffer part = ByteBuffer.allocate(exif.length + 12);
    part.putInt(exif.length).put("eXIf".getBytes()).put(exif);
    CRC32 checksum = new CRC32();
    checksum.update(part.array(), 4, exif.length + 4);
    part.putInt((int) checksum.getValue());
    Path path = folder.resolve("exif.png");
    Files.write(path, inserted(png, 33, part.array()));
    assertAsDecoded(path);
    // Behind the picture's data.
    Files.write(path, inserted(png, png.length - 12, part.array()));
    assertAsDecoded(path);

    // WebP: a container VP8X with the flag, the picture, EXIF.
    byte[] webp = Files.readAllBytes(written("a.webp", 64, 32));
    ByteBuffer out = ByteBuffer.allocate(webp.length + 18 + 8 + exif.length + 2);
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes()).putInt(0).put("WEBPVP8X".getBytes()).putInt(10).putInt(8);
    out.put(new byte[] {63, 0, 0, 31, 0, 0}).put(webp, 12, webp.length - 12);
    out.put("EXIF".getBytes()).putInt(exif.length).put(exif);
    out.putInt(4, out.position() - 8);
    path = folder.resolve("exif.webp");
    Files.write(path, java.util.Arrays.copyOf(out.array(), out.position()));
    assertAsDecoded(path);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void tiffsAreTurnedAsTheDecoderTurnsThem(int orientation) throws IOException {
    // Little-endian, 4 x 2 grey pixels at 8, tags at 16.
    int[][] tags = {
      {256, 3, 4},
      {257, 3, 2},
      {258, 3, 8},
      {259, 3, 1},
      {262, 3, 1},
      {273, 4, 8},
      {274, 3, orientation},
      {277, 3, 1},
      {278, 3, 2},
      {279, 4, 8}
    };
    ByteBuffer out = ByteBuffer.allocate(16 + 2 + 12 * tags.length + 4);
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(16).position(16);
    out.putShort((short) tags.length);
    for (int[] tag : tags) {
      out.putShort((short) tag[0]).putShort((short) tag[1]).putInt(1).putInt(tag[2]);
    }
    Path path = folder.resolve("a.tiff");
    Files.write(path, out.array());
    assertAsDecoded(path);
  }

  @ParameterizedTest
  @CsvSource({"jpg, 20", "png, 18", "bmp, 20", "webp, 22", "tiff, 6"})
  void filesThatEndInTheirHeaderAreRefused(String extension, int bytes) throws IOException {
    Path path = written("a." + extension, 40, 30);
    byte[] file = Files.readAllBytes(path);
    Files.write(path, java.util.Arrays.copyOf(file, bytes));
    IOException e = assertThrows(IOException.class, () -> ImageSize.read(path));
    assertEquals(path + ": truncated", e.getMessage());
  }

  @Test
  void whatIsNoPictureIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("a.jpg"), "hello");
    assertEquals(
        text + ": not a picture that can be read (jpg, png, bmp, webp, tiff), looks like text",
        assertThrows(IOException.class, () -> ImageSize.read(text)).getMessage());
    Path absent = folder.resolve("absent.jpg");
    assertEquals(
        absent + ": no such file",
        assertThrows(IOException.class, () -> ImageSize.read(absent)).getMessage());
    assertEquals(
        folder + ": is a folder, expected a picture",
        assertThrows(IOException.class, () -> ImageSize.read(folder)).getMessage());
    Path zeros = Files.write(folder.resolve("b.jpg"), HexFormat.of().parseHex("ffd8ffc0000b0800"));
    assertThrows(IOException.class, () -> ImageSize.read(zeros));
    // A png of no pixels, a tiff that points at itself.
    Path none =
        Files.write(
            folder.resolve("c.png"),
            HexFormat.of()
                .parseHex(
                    "89504e470d0a1a0a0000000d494844520000000000000000080200000000000000"
                        + "0000000049454e4400000000"));
    assertEquals(
        none + ": damaged png, its header says 0x0",
        assertThrows(IOException.class, () -> ImageSize.read(none)).getMessage());
  }

  @Test
  void theFixturesSizesAreThoseOfTheirDecoder() throws IOException {
    try (Stream<Path> files = Files.list(Shared.path("fixtures/coco/val"))) {
      for (Path file : files.sorted().limit(30).toList()) {
        assertAsDecoded(file);
      }
    }
  }
}
