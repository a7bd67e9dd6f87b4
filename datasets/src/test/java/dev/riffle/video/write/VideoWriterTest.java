package dev.riffle.video.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.image.Picture;
import dev.riffle.video.Clips;
import dev.riffle.video.Fraction;
import dev.riffle.video.VideoFormat;
import dev.riffle.video.read.Video;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoWriterTest {
  @TempDir private Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(VideoWriter writer, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      try (Picture picture = Clips.numbered(64, 48, i)) {
        writer.write(picture, i / 25.0);
      }
    }
  }

  @Test
  void evenSizesAreH264AndOddOnesMpeg4() throws IOException {
    Path path = folder.resolve("a.mp4");
    try (VideoWriter even = VideoWriter.create(path, VideoFormat.of(64, 48, Clips.RATE))) {
      assertEquals("H.264", even.encoding());
    }
    try (VideoWriter odd = VideoWriter.create(path, VideoFormat.of(63, 48, Clips.RATE))) {
      assertEquals("MPEG-4", odd.encoding());
    }
    assertEquals(List.of(), files()); // no frames, no clip
  }

  @Test
  void untilItIsClosedWhatWasThereStays() throws IOException {
    Path path = Files.writeString(folder.resolve("a.mp4"), "before");
    try (VideoWriter writer = VideoWriter.create(path, VideoFormat.of(64, 48, Clips.RATE))) {
      write(writer, 3);
      assertEquals("before", Files.readString(path));
    }
    assertEquals(List.of("a.mp4"), files());
    try (Video video = Video.open(path.toString())) {
      assertEquals(3, video.format().frames().orElseThrow());
    }
  }

  @Test
  void aPictureOfAnotherSizeIsFittedIn() throws IOException {
    Path path = folder.resolve("a.mp4");
    try (VideoWriter writer = VideoWriter.create(path, VideoFormat.of(64, 48, Clips.RATE));
        Picture tall = Clips.numbered(48, 96, 255)) {
      writer.write(tall, 0);
    }
    try (Video video = Video.open(path.toString())) {
      byte[] bgr = video.iterator().next().picture().bgr();
      assertTrue((bgr[3 * (30 * 64 + 2)] & 0xff) < 40, "black at the left");
      assertTrue((bgr[3 * (30 * 64 + 61)] & 0xff) < 40, "black at the right");
      assertTrue((bgr[3 * (30 * 64 + 32)] & 0xff) > 200, "the picture in the middle");
    }
  }

  @Test
  void ratesOfAnyKindStay() throws IOException {
    for (Fraction rate :
        List.of(
            new Fraction(30000, 1001),
            new Fraction(25, 2),
            new Fraction(1, 1),
            new Fraction(1000, 1))) {
      Path path = folder.resolve("a.mp4");
      Clips.clip(path, VideoFormat.of(64, 48, rate), 30, i -> i / rate.value());
      try (Video video = Video.open(path.toString())) {
        assertEquals(rate, video.format().rate());
        assertEquals(30 / rate.value(), video.format().seconds().orElseThrow(), 1e-4);
      }
    }
  }

  @Test
  void aPlaceThatCannotBeIsNamed() throws IOException {
    Path nowhere = folder.resolve("no/such/a.mp4");
    VideoFormat format = VideoFormat.of(64, 48, Clips.RATE);
    assertTrue(
        complaint(nowhere, format).contains("no/such/a.mp4: cannot be written, there is no"));
    assertTrue(complaint(folder, format).contains("is a folder"));
    VideoFormat huge = VideoFormat.of(10001, 9, Clips.RATE);
    String message = complaint(folder.resolve("a.mp4"), huge);
    assertTrue(message.contains("no encoder takes 10001x9 pixels"), message);
    assertEquals(List.of(), files());
  }

  private static String complaint(Path path, VideoFormat format) {
    return assertThrows(IOException.class, () -> VideoWriter.create(path, format).close())
        .getMessage();
  }

  @Test
  void aFullDiskIsNamed() throws IOException {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "skipped: no /dev/full here");
    IOException e =
        assertThrows(
            IOException.class,
            () -> {
              try (VideoWriter writer =
                  VideoWriter.create(full, VideoFormat.of(64, 48, Clips.RATE))) {
                write(writer, 2000);
              }
            });
    assertEquals("/dev/full: cannot be written, No space left on device", e.getMessage());
    assertTrue(Files.exists(full));
  }

  @Test
  void aClosedOneTakesNoMore() throws IOException {
    Path path = folder.resolve("a.mp4");
    VideoWriter writer = VideoWriter.create(path, VideoFormat.of(64, 48, Clips.RATE));
    write(writer, 1);
    writer.close();
    writer.close();
    assertThrows(IllegalStateException.class, () -> write(writer, 1));
    byte[] bytes = Files.readAllBytes(path);
    writer.close();
    assertArrayEquals(bytes, Files.readAllBytes(path));
    assertFalse(files().contains(".riffle"));
  }
}
