package dev.riffle.video.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.image.Picture;
import dev.riffle.testing.Shared;
import dev.riffle.video.Clips;
import dev.riffle.video.Fraction;
import dev.riffle.video.VideoFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoTest {
  @TempDir private Path folder;

  private Path place(String name) {
    return folder.resolve(name);
  }

  private static List<Integer> numbers(Path clip) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (Video video = Video.open(clip.toString())) {
      for (Frame frame : video) {
        assertEquals(numbers.size(), frame.index());
        numbers.add(Clips.number(frame.picture()));
      }
    }
    return numbers;
  }

  private static List<Integer> upTo(int count) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i & 0xff);
    }
    return numbers;
  }

  private String complaint(Path clip) {
    return assertThrows(IOException.class, () -> Video.open(clip.toString()).close()).getMessage();
  }

  @Test
  void framesComeBackInOrderAndAtTheirTimes() throws IOException {
    Path clip = Clips.clip(place("clip.mp4"), 64, 48, 300);
    assertEquals(upTo(300), numbers(clip));
    try (Video video = Video.open(clip.toString())) {
      assertEquals(64, video.format().width());
      assertEquals(48, video.format().height());
      assertEquals(Clips.RATE, video.format().rate());
      assertEquals(300, video.format().frames().orElseThrow());
      assertEquals(12, video.format().seconds().orElseThrow(), 1e-9);
      assertFalse(video.format().isLive());
      for (Frame frame : video) {
        assertEquals(frame.index() / 25.0, frame.seconds(), 1e-9);
      }
      assertEquals(0, video.damaged());
    }
  }

  @Test
  void oddSizesStay() throws IOException {
    for (int[] size : new int[][] {{65, 47}, {64, 47}, {33, 48}, {17, 9}, {8, 8}}) {
      Path clip = Clips.clip(place("odd.mp4"), size[0], size[1], 5);
      try (Video video = Video.open(clip.toString())) {
        for (Frame frame : video) {
          assertEquals(size[0], frame.picture().width());
          assertEquals(size[1], frame.picture().height());
        }
      }
    }
    assertEquals(upTo(5), numbers(Clips.clip(place("odd.mp4"), 65, 47, 5)));
  }

  @Test
  void unevenTimesStay() throws IOException {
    double[] times = {0, 0.04, 0.05, 1, 1.001, 1.5, 7.25};
    VideoFormat format = VideoFormat.of(64, 48, Clips.RATE).withTick(new Fraction(1, 1000));
    Path clip = Clips.clip(place("uneven.mp4"), format, times.length, i -> 3 + times[(int) i]);
    List<Double> found = new ArrayList<>();
    try (Video video = Video.open(clip.toString())) {
      video.forEach(frame -> found.add(frame.seconds()));
    }
    assertArrayEquals(times, found.stream().mapToDouble(it -> it).toArray(), 1e-9);
  }

  @Test
  void timesNeverStandStill() throws IOException {
    VideoFormat format = VideoFormat.of(64, 48, Clips.RATE).withTick(new Fraction(1, 1000));
    Path clip = Clips.clip(place("still.mp4"), format, 4, i -> i == 3 ? 0 : 0.5);
    List<Double> found = new ArrayList<>();
    try (Video video = Video.open(clip.toString())) {
      video.forEach(frame -> found.add(frame.seconds()));
    }
    assertEquals(List.of(0.0, 0.001, 0.002, 0.003), found);
  }

  /** The matrix of a track's header, as phones write it: 16.16 numbers a b u c d v x y w. */
  @Test
  void rotationIsHonoured() throws IOException {
    Path clip = Clips.clip(place("upright.mp4"), 64, 48, 2);
    byte[] mp4 = Files.readAllBytes(clip);
    ByteBuffer matrix = ByteBuffer.wrap(mp4, Clips.box(mp4, "tkhd") + 44, 36);
    matrix.putInt(0).putInt(1 << 16).putInt(0).putInt(-1 << 16).putInt(0);
    Path turned = Files.write(place("turned.mp4"), mp4);
    try (Video video = Video.open(turned.toString())) {
      assertEquals(48, video.format().width());
      assertEquals(64, video.format().height());
      Picture picture = video.iterator().next().picture();
      assertEquals(48, picture.width());
      // A quarter clockwise: what was above is at the right.
      assertTrue((picture.bgr()[3 * (32 * 48 + 45)] & 0xff) > 180);
      assertTrue((picture.bgr()[3 * (32 * 48 + 2)] & 0xff) < 90);
    }
  }

  @Test
  void aFrameIsGoneWithTheNextUnlessKept() throws IOException {
    Path clip = Clips.clip(place("clip.mp4"), 64, 48, 3);
    Picture kept;
    Frame last;
    try (Video video = Video.open(clip.toString())) {
      Iterator<Frame> frames = video.iterator();
      Frame first = frames.next();
      Picture seen = first.picture();
      kept = first.keep();
      assertEquals(seen, kept);
      Frame second = frames.next();
      assertEquals(1, Clips.number(second.picture()));
      assertThrows(IllegalStateException.class, first::picture);
      last = frames.next();
      assertFalse(frames.hasNext());
      assertThrows(NoSuchElementException.class, frames::next);
      assertThrows(IllegalStateException.class, video::iterator);
    }
    assertThrows(IllegalStateException.class, last::picture);
    assertEquals(0, Clips.number(kept));
    kept.close();
  }

  @Test
  void closedItGivesNoMoreFrames() throws IOException {
    Path clip = Clips.clip(place("clip.mp4"), 64, 48, 3);
    Video video = Video.open(clip.toString());
    Iterator<Frame> frames = video.iterator();
    frames.next();
    video.close();
    video.close();
    assertFalse(frames.hasNext());
  }

  /** One frame of this size that stayed each time would be 270 MB in the end. */
  @Test
  void nothingStaysOfWhatWasAbandonedHalfway() throws IOException {
    Path clip = Clips.clip(place("clip.mp4"), 640, 480, 20);
    long before = 0;
    for (int round = 0; round < 400; round++) {
      if (round == 100) {
        before = Pointer.physicalBytes();
      }
      try (Video video = Video.open(clip.toString())) {
        for (Frame frame : video) {
          if (frame.index() == round % 3) {
            frame.keep().close();
            break;
          }
          frame.picture();
        }
      }
    }
    long grown = Pointer.physicalBytes() - before;
    assertTrue(grown < 100 << 20, "grown by " + grown + " bytes");
  }

  @Test
  void aClipCutShortGivesItsFramesAndThenSaysSo() throws IOException {
    Path clip = Clips.clip(place("clip.mp4"), 64, 48, 100);
    byte[] bytes = Files.readAllBytes(clip);
    Path half = Files.write(place("half.mp4"), Arrays.copyOf(bytes, bytes.length - 2000));
    List<Long> seen = new ArrayList<>();
    try (Video video = Video.open(half.toString())) {
      String message =
          assertThrows(
                  UncheckedIOException.class, () -> video.forEach(frame -> seen.add(frame.index())))
              .getCause()
              .getMessage();
      assertTrue(seen.size() > 5 && seen.size() < 100, "frames " + seen.size());
      String expected = half + ": breaks off after " + seen.size() + " frames (";
      assertTrue(message.startsWith(expected), message);
      assertTrue(message.contains(" of 100, "), message);
    }
  }

  @Test
  void aClipWithoutAnIndexIsHeldToItsLength() throws IOException {
    byte[] jpeg = Clips.jpegs(folder, new int[][] {{64, 48}});
    byte[] matroska = Clips.matroska(jpeg, 64, 48, 100);
    Path whole = Files.write(place("whole.mkv"), matroska);
    assertEquals(100, numbers(whole).size());
    Path half = Files.write(place("half.mkv"), Arrays.copyOf(matroska, matroska.length / 2));
    String message = complaintWhileReading(half);
    assertTrue(message.startsWith(half + ": breaks off after "), message);
    assertTrue(message.contains(" of 100, the file ends there"), message);
  }

  @Test
  void aClipWithoutAFrameSaysSo() throws IOException {
    Path clip = Clips.clip(place("clip.mp4"), 64, 48, 10);
    byte[] bytes = Files.readAllBytes(clip);
    Path hollow = Files.write(place("0.mp4"), Arrays.copyOf(bytes, Clips.box(bytes, "mdat") + 4));
    String message = complaintWhileReading(hollow);
    assertTrue(message.startsWith(hollow + ": "), message);
    assertTrue(message.contains("0 frames") || message.contains("no frame"), message);
  }

  private String complaintWhileReading(Path clip) {
    try (Video video = Video.open(clip.toString())) {
      for (Frame frame : video) {
        frame.picture();
      }
      return "none";
    } catch (IOException e) {
      return e.getMessage();
    } catch (UncheckedIOException e) {
      return e.getCause().getMessage();
    }
  }

  @Test
  void damageInTheMiddleIsPassedOverAndCounted() throws IOException {
    Path clip = Clips.clip(place("clip.mp4"), 320, 240, 60);
    byte[] bytes = Files.readAllBytes(clip);
    int from = Clips.box(bytes, "mdat") + 4;
    byte[] noise = new byte[(bytes.length - from) / 4];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, bytes, from + noise.length, noise.length);
    Path bad = Files.write(place("bad.mp4"), bytes);
    long frames = 0;
    try (Video video = Video.open(bad.toString())) {
      for (Frame frame : video) {
        frame.picture();
        frames++;
      }
      assertTrue(video.damaged() > 0, "damage is seen");
      assertTrue(frames >= 15, "the frames before it come");
    }
  }

  @Test
  void whatIsNoVideoIsNamed() throws IOException {
    assertTrue(complaint(place("none.mp4")).endsWith("none.mp4: no such file"));
    assertTrue(
        complaint(Files.createFile(place("e.mp4"))).endsWith(": is empty, expected a video"));
    Path inside = Files.createDirectory(place("dir.mp4"));
    assertTrue(complaint(inside).endsWith(": is a folder, expected a video"));
    Path text = Files.writeString(place("text.mp4"), "a text, and rather a short one");
    assertTrue(complaint(text).contains("not a video that can be read"));
    Path sound = Files.write(place("sound.mp4"), Clips.silence());
    assertEquals(sound + ": has no video, only sound", complaint(sound));
    byte[] bytes = Files.readAllBytes(Clips.clip(place("clip.mp4"), 64, 48, 10));
    int moov = Clips.box(bytes, "moov");
    Path headless = Files.write(place("cut.mp4"), Arrays.copyOf(bytes, moov + 60));
    assertTrue(complaint(headless).contains("its index is cut off"), complaint(headless));
    String unknown =
        assertThrows(IOException.class, () -> Video.open("photo.xyz").close()).getMessage();
    assertTrue(unknown.startsWith("photo.xyz: expected a clip"), unknown);
  }

  @Test
  void namesThatLookLikeProtocolsAreFiles() throws IOException {
    Path odd = place("pipe:1 \u00fc %d.mp4");
    Clips.clip(odd, 64, 48, 3);
    assertEquals(upTo(3), numbers(odd));
  }

  @Test
  void framesMayChangeTheirSize() throws IOException {
    int[][] sizes = {{64, 48}, {64, 48}, {96, 64}, {40, 80}};
    Path clip = Files.write(place("sizes.mjpeg"), Clips.jpegs(folder, sizes));
    try (Video video = Video.open(clip.toString())) {
      int i = 0;
      for (Frame frame : video) {
        assertEquals(sizes[i][0], frame.picture().width());
        assertEquals(sizes[i][1], frame.picture().height());
        assertEquals(i++, Clips.number(frame.picture()));
      }
      assertEquals(sizes.length, i);
    }
  }

  @Test
  void interruptedItEnds() throws IOException {
    Path clip = Clips.clip(place("clip.mp4"), 64, 48, 50);
    try (Video video = Video.open(clip.toString())) {
      long frames = 0;
      for (Frame frame : video) {
        frames++;
        if (frame.index() == 9) {
          video.interrupt();
        }
      }
      assertEquals(10, frames);
    }
  }

  @Test
  void aCameraThatIsNotThereIsNamed() {
    String message = assertThrows(IOException.class, () -> Video.open("9").close()).getMessage();
    assertTrue(message.startsWith("camera 9: there is none"), message);
  }

  /**
   * Sums of the samples that Debian's ffmpeg 5.1 gives for frames 0 and 100 as rgb24: one clip of
   * BT.601 and one of BT.709.
   */
  @Test
  void pixelsAreThoseOfFfmpegsOwnProgram() throws IOException {
    assertSums("video/car-detection.mp4", SUMS_OF_CARS);
    assertSums("video/vtest.mp4", SUMS_OF_PEOPLE);
  }

  private static final long[] SUMS_OF_CARS = {114769012716L, 88503072308L};
  private static final long[] SUMS_OF_PEOPLE = {60562645049L, 61750061422L};

  private static void assertSums(String clip, long[] sums) throws IOException {
    try (Video video = Video.open(Shared.path(clip).toString())) {
      for (Frame frame : video) {
        if (frame.index() % 100 == 0) {
          long sum = 0;
          byte[] bgr = frame.picture().bgr();
          for (int i = 0; i < bgr.length; i++) {
            sum += (i % 3 + 1L) * (i % 1009 + 1) * (bgr[i] & 0xff); // places count too
          }
          assertEquals(sums[(int) (frame.index() / 100)], sum, clip);
          if (frame.index() == 100) {
            return;
          }
        }
      }
    }
  }
}
