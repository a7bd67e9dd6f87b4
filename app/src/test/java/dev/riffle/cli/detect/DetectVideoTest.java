package dev.riffle.cli.detect;

import static dev.riffle.cli.Commands.picture;
import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands;
import dev.riffle.cli.Commands.Outcome;
import dev.riffle.cli.Commands.Tiny;
import dev.riffle.image.Picture;
import dev.riffle.video.Fraction;
import dev.riffle.video.VideoFormat;
import dev.riffle.video.read.Frame;
import dev.riffle.video.read.Video;
import dev.riffle.video.write.VideoWriter;
import java.awt.GraphicsEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectVideoTest {
  private static final Fraction RATE = new Fraction(10, 1);

  @TempDir private Path folder;
  private Tiny tiny;

  @BeforeEach
  void makeModel() throws IOException {
    tiny = Commands.tiny(folder);
  }

  private List<String> arguments(String... args) {
    List<String> all = new ArrayList<>(List.of("detect", "--model", tiny.config().toString()));
    all.addAll(List.of("--weights", tiny.weights().toString()));
    all.addAll(Arrays.asList(args));
    return all;
  }

  private Outcome detect(String... args) {
    return run(arguments(args).toArray(String[]::new));
  }

  private Path out() {
    return folder.resolve("out");
  }

  /** A clip of a scene that moves to the right. */
  private Path clip(String name, int width, int height, int frames) throws IOException {
    Path still = picture(folder.resolve("still.png"), width + 40, height);
    Path clip = folder.resolve(name);
    try (Picture scene = Picture.read(still);
        VideoWriter writer = VideoWriter.create(clip, VideoFormat.of(width, height, RATE))) {
      for (int i = 0; i < frames; i++) {
        int left = i % 40;
        try (Picture frame =
            new Picture(scene.mat().submat(0, height, left, left + width).clone())) {
          writer.write(frame, i / RATE.value());
        }
      }
    }
    return clip;
  }

  private static List<JsonObject> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private static long frames(Path clip) throws IOException {
    long frames = 0;
    try (Video video = Video.open(clip.toString())) {
      for (Frame frame : video) {
        assertEquals(frames++, frame.index());
      }
    }
    return frames;
  }

  private List<String> names(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aClipBecomesADrawnClipAndLines() throws IOException {
    Path clip = clip("a.b.mp4", 96, 64, 25);
    Outcome outcome = detect(clip.toString(), "--out", out().toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals(List.of("a.b.jsonl", "a.b.mp4"), names(out()));
    assertEquals(25, frames(out().resolve("a.b.mp4")));
    List<JsonObject> lines = lines(out().resolve("a.b.jsonl"));
    assertEquals(25, lines.size());
    for (int i = 0; i < 25; i++) {
      assertEquals(i, lines.get(i).get("frame").getAsInt());
      assertEquals(i / 10.0, lines.get(i).get("seconds").getAsDouble());
    }
    JsonObject one = lines.get(3).getAsJsonArray("detections").get(0).getAsJsonObject();
    assertEquals(Set.of("category_id", "label", "bbox", "score", "track"), one.keySet());
    assertTrue(one.get("track").isJsonNull());
    assertTrue(outcome.out().contains("96x64, 10 a second, 25 frames"), outcome.out());
    assertTrue(outcome.out().contains("25 frames in "), outcome.out());
  }

  @Test
  void boxesAreThoseOfTheFramesAsPictures() throws IOException {
    Path clip = clip("clip.mp4", 90, 70, 9);
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    try (Video video = Video.open(clip.toString())) {
      for (Frame frame : video) {
        frame.picture().write(pictures.resolve(frame.index() + ".png"));
      }
    }
    String found = folder.resolve("video.jsonl").toString();
    assertEquals(0, detect(clip.toString(), "--json", found).status());
    String expected = folder.resolve("pictures.json").toString();
    assertEquals(0, detect(pictures.toString(), "--json", expected).status());
    List<String> fromPictures = new ArrayList<>();
    JsonParser.parseString(Files.readString(Path.of(expected)))
        .getAsJsonArray()
        .forEach(one -> fromPictures.add(one.getAsJsonObject().get("image_id") + box(one)));
    List<String> fromVideo = new ArrayList<>();
    for (JsonObject line : lines(Path.of(found))) {
      line.getAsJsonArray("detections").forEach(one -> fromVideo.add(line.get("frame") + box(one)));
    }
    assertTrue(fromVideo.size() > 20, "random weights find something");
    assertEquals(fromPictures, fromVideo);
    assertFalse(Files.exists(out()), "only --json was given");
  }

  private static String box(JsonElement result) {
    JsonObject one = result.getAsJsonObject();
    return " " + one.get("category_id") + one.get("bbox") + one.get("score");
  }

  @Test
  void anExcerptIsTaken() throws IOException {
    Path clip = clip("clip.mp4", 64, 48, 60);
    Outcome outcome =
        detect(
            clip.toString(),
            "--out",
            out().toString(),
            "--from",
            "0:01",
            "--to",
            "4.05",
            "--every",
            "7",
            "--limit",
            "4");
    assertEquals(0, outcome.status(), outcome.err());
    List<Integer> frames = new ArrayList<>();
    lines(out().resolve("clip.jsonl")).forEach(line -> frames.add(line.get("frame").getAsInt()));
    assertEquals(List.of(10, 17, 24, 31), frames);
    try (Video video = Video.open(out().resolve("clip.mp4").toString())) {
      assertEquals(4, video.format().frames().orElseThrow());
      assertEquals(10 / 7.0, video.format().rate().value(), 1e-6);
    }
  }

  @Test
  void framesPassedOverAreToldAndTheLimitIsOfThoseThatAreNot() throws IOException {
    Path clip = clip("clip.mp4", 64, 48, 500);
    String json = folder.resolve("d.jsonl").toString();
    Outcome outcome = detect(clip.toString(), "--drop", "--limit", "2", "--json", json);
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals(2, lines(Path.of(json)).size());
    assertEquals(0, detect(clip.toString(), "--drop", "--json", json).status());
    List<JsonObject> lines = lines(Path.of(json));
    assertTrue(lines.size() < 500, "it is decoded faster than detected: " + lines.size());
    assertEquals(499, lines.get(lines.size() - 1).get("frame").getAsInt(), "the newest wins");
    assertTrue(
        detect(clip.toString(), "--drop", "--json", json).out().contains(" frames passed over"));
  }

  @Test
  void trackedThingsHaveNumbers() throws IOException {
    Path clip = clip("clip.mp4", 96, 64, 20);
    String json = folder.resolve("t.jsonl").toString();
    // Random weights are sure of nothing.
    assertEquals(0, detect(clip.toString(), "--track", "--score", "0.0", "--json", json).status());
    Map<Long, Integer> seen = new HashMap<>();
    for (JsonObject line : lines(Path.of(json))) {
      JsonArray detections = line.getAsJsonArray("detections");
      Set<Long> here = new HashSet<>();
      for (JsonElement one : detections) {
        JsonElement track = one.getAsJsonObject().get("track");
        assertTrue(track.isJsonNull() || here.add(track.getAsLong()), "a number once a frame");
      }
      here.forEach(track -> seen.merge(track, 1, Integer::sum));
    }
    assertTrue(seen.containsValue(20), "some keep their number to the end: " + seen);
  }

  @Test
  void linesGoToStandardOutputAlone() throws IOException {
    Path clip = clip("clip.mp4", 64, 48, 3);
    Outcome outcome = detect(clip.toString(), "--json", "-");
    assertEquals(0, outcome.status());
    assertEquals(3, outcome.out().lines().count());
    outcome.out().lines().forEach(line -> JsonParser.parseString(line).getAsJsonObject());
    assertTrue(outcome.err().contains("3 frames in"), outcome.err());
  }

  @Test
  void anOddSizeStaysAndSaysHow() throws IOException {
    Path clip = clip("odd.mp4", 65, 47, 3);
    Outcome outcome = detect(clip.toString(), "--out", out().toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains("MPEG-4, H.264 takes no such size"), outcome.out());
    try (Video video = Video.open(out().resolve("odd.mp4").toString())) {
      assertEquals(65, video.format().width());
      assertEquals(47, video.format().height());
    }
  }

  @Test
  void aClipCutShortKeepsWhatCameBefore() throws IOException {
    Path clip = clip("clip.mp4", 64, 48, 40);
    byte[] bytes = Files.readAllBytes(clip);
    Files.write(clip, Arrays.copyOf(bytes, bytes.length - 800));
    Outcome outcome = detect(clip.toString(), "--out", out().toString());
    assertTrue(outcome.complaint(1).contains("clip.mp4: breaks off after"), outcome.err());
    long frames = frames(out().resolve("clip.mp4"));
    assertTrue(frames > 0 && frames < 40, "frames " + frames);
    assertEquals(frames, lines(out().resolve("clip.jsonl")).size());
  }

  @Test
  void changingSizesAreFittedIn() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int width : new int[] {80, 80, 120}) {
      all.write(Files.readAllBytes(picture(folder.resolve("f.jpg"), width, 60)));
    }
    Path clip = Files.write(folder.resolve("sizes.mjpeg"), all.toByteArray());
    Outcome outcome = detect(clip.toString(), "--out", out().toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains("the size changes at frame 2"), outcome.out());
    assertEquals(3, frames(out().resolve("sizes.mp4")));
  }

  @Test
  void whatCannotBeIsToldInALineAndLeavesNothing() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video at all");
    assertTrue(
        detect(text.toString(), "--out", out().toString()).complaint(1).contains("text.mp4"));
    assertFalse(Files.exists(out()));
    assertTrue(detect("no.mp4").complaint(1).contains("no.mp4: no such file"));
    assertTrue(detect("99").complaint(1).contains("camera 99: there is none"));
    Path clip = clip("clip.mp4", 64, 48, 5);
    byte[] before = Files.readAllBytes(clip);
    String folderOfClip = clip.getParent().toString();
    assertTrue(
        detect(clip.toString(), "--out", folderOfClip)
            .complaint(1)
            .contains("is the video itself"));
    assertTrue(
        detect(clip.toString(), "--json", clip.toString())
            .complaint(1)
            .contains("is the video itself"));
    assertTrue(Arrays.equals(before, Files.readAllBytes(clip)));
    assertTrue(
        detect(clip.toString(), "--from", "9", "--out", out().toString())
            .complaint(1)
            .contains("no frame from"));
    assertEquals(List.of(), names(out()));
  }

  @Test
  void aVideoGoesByItself() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 20, 20);
    assertTrue(detect("a.mp4", photo.toString()).complaint(2).contains("a video goes by itself"));
    assertTrue(detect(photo.toString(), "--track").complaint(2).contains("--track is for videos"));
    assertTrue(detect(photo.toString(), "--no-drop").complaint(2).contains("--drop is for videos"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--every=0", "--from=x", "--from=-1", "--to=0", "--limit=0", "--drop=1"})
  void wrongUsageIsToldInALine(String option) throws IOException {
    detect(clip("clip.mp4", 64, 48, 2).toString(), option).complaint(2);
  }

  @Test
  void whereThereIsNoDisplayShowSaysSo() throws IOException {
    Assumptions.assumeTrue(GraphicsEnvironment.isHeadless(), "skipped: there is a display here");
    Path clip = clip("clip.mp4", 64, 48, 2);
    String complaint = detect(clip.toString(), "--show").complaint(1);
    assertEquals("riffle: --show: there is no display here to open a window on", complaint);
  }

  /** As Ctrl-C does, but for the number of the signal. */
  @Test
  void askedToEndItLeavesAClipThatPlays() throws Exception {
    Path clip = clip("long.mp4", 320, 240, 6000);
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.riffle.cli.Main"));
    command.addAll(arguments(clip.toString(), "--out", out().toString(), "--json", "-"));
    Path lines = folder.resolve("stdout");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(lines.toFile())
            .redirectError(folder.resolve("stderr").toFile())
            .start();
    for (int i = 0; i < 600 && Files.size(lines) < 200_000; i++) {
      Thread.sleep(50);
    }
    process.destroy();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertTrue(process.exitValue() != 0);
    String told = Files.readString(folder.resolve("stderr"));
    assertTrue(told.contains("interrupted; what was written until then is whole"), told);
    long frames = frames(out().resolve("long.mp4"));
    assertTrue(frames > 5 && frames < 6000, "frames " + frames);
    assertEquals(frames, lines(lines).size());
    assertEquals(List.of("long.mp4"), names(out()));
  }
}
