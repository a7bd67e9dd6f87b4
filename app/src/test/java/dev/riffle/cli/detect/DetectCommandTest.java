package dev.riffle.cli.detect;

import static dev.riffle.cli.Commands.picture;
import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands;
import dev.riffle.cli.Commands.Outcome;
import dev.riffle.cli.Commands.Tiny;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectCommandTest {
  @TempDir private Path folder;
  private Tiny tiny;

  @BeforeEach
  void makeModel() throws IOException {
    tiny = Commands.tiny(folder);
  }

  private Outcome detect(String... args) {
    List<String> all = new ArrayList<>(List.of("detect", "--model", tiny.config().toString()));
    all.addAll(List.of("--weights", tiny.weights().toString()));
    all.addAll(Arrays.asList(args));
    return run(all.toArray(String[]::new));
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private static JsonArray json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonArray();
  }

  @Test
  void drawsThePictureAndWritesCocoResults() throws IOException {
    Path photo = picture(folder.resolve("photo 000000000042.jpg"), 90, 60);
    Outcome outcome = detect(photo.toString(), "--out", out(), "--score", "0.05");
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(Files.size(folder.resolve("out/photo 000000000042.jpg")) > 0);
    JsonArray results = json(folder.resolve("out/detections.json"));
    assertTrue(results.size() > 0, "random weights find something above 0.05");
    for (int i = 0; i < results.size(); i++) {
      JsonObject result = results.get(i).getAsJsonObject();
      assertEquals(42, result.get("image_id").getAsLong());
      assertTrue(result.get("category_id").getAsInt() <= 90);
      JsonArray box = result.get("bbox").getAsJsonArray();
      assertTrue(box.get(0).getAsDouble() >= 0 && box.get(1).getAsDouble() >= 0);
      assertTrue(box.get(0).getAsDouble() + box.get(2).getAsDouble() <= 90.001);
      assertTrue(box.get(1).getAsDouble() + box.get(3).getAsDouble() <= 60.001);
      assertTrue(result.get("score").getAsDouble() > 0.05);
    }
  }

  @Test
  void allExecutorsFindTheSame() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 70, 50);
    for (String executor : List.of("reference", "nd4j", "planar")) {
      String json = folder.resolve(executor).toString();
      assertEquals(0, detect(photo.toString(), "--executor", executor, "--json", json).status());
    }
    JsonArray one = json(folder.resolve("reference"));
    assertTrue(one.size() > 0, "random weights find something");
    assertSame(one, json(folder.resolve("nd4j")));
    assertSame(one, json(folder.resolve("planar")));
  }

  private static void assertSame(JsonArray one, JsonArray other) {
    assertEquals(one.size(), other.size());
    for (int i = 0; i < one.size(); i++) {
      JsonObject a = one.get(i).getAsJsonObject();
      JsonObject b = other.get(i).getAsJsonObject();
      assertEquals(a.get("category_id"), b.get("category_id"));
      assertEquals(a.get("score").getAsDouble(), b.get("score").getAsDouble(), 1e-4);
      for (int side = 0; side < 4; side++) {
        assertEquals(number(a, side), number(b, side), 0.01);
      }
    }
  }

  private static double number(JsonObject result, int side) {
    return result.get("bbox").getAsJsonArray().get(side).getAsDouble();
  }

  @Test
  void noThreadsAreWrongUsageBeforeAnythingElse() throws IOException {
    Outcome outcome = detect(folder.resolve("missing.png").toString(), "--threads", "0");
    assertEquals(2, outcome.status());
    assertTrue(outcome.err().contains("'--threads': expected 1 to"), outcome.err());
  }

  @Test
  void jsonGoesToStandardOutputAlone() throws IOException {
    Path photo = picture(folder.resolve("7.png"), 70, 50);
    Outcome outcome = detect(photo.toString(), "--json", "-");
    assertEquals(0, outcome.status());
    assertTrue(JsonParser.parseString(outcome.out()).isJsonArray());
    assertTrue(outcome.err().contains("7.png: "), outcome.err());
  }

  @Test
  void onlyTheNamedClassesAreFound() throws IOException {
    Path photo = picture(folder.resolve("7.png"), 70, 50);
    String all = folder.resolve("all.json").toString();
    detect(photo.toString(), "--json", all, "--score", "0");
    assertEquals(100, json(Path.of(all)).size());
    String some = folder.resolve("some.json").toString();
    detect(
        photo.toString(), "--json", some, "--score", "0", "--classes", "person, dog", "--max", "9");
    JsonArray found = json(Path.of(some));
    assertEquals(9, found.size());
    found.forEach(
        one -> {
          int id = one.getAsJsonObject().get("category_id").getAsInt();
          assertTrue(id == 1 || id == 18, "person or dog, found " + id);
        });
  }

  @Test
  void inAFolderABadFileIsNamedAndTheGoodOnesAreDone() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("ph\u00f6tos \u732b"));
    picture(photos.resolve("1.jpg"), 60, 40);
    Files.writeString(photos.resolve("2.jpg"), "not a picture");
    picture(photos.resolve("3.png"), 40, 60);
    Files.writeString(photos.resolve("notes.txt"), "passed over");
    Outcome outcome = detect(photos.toString(), "--out", out());
    assertTrue(outcome.complaint(1).startsWith("riffle: " + photos.resolve("2.jpg") + ": "));
    assertTrue(Files.exists(folder.resolve("out/1.jpg")));
    assertTrue(Files.exists(folder.resolve("out/3.png")));
    assertFalse(Files.exists(folder.resolve("out/2.jpg")));
    assertTrue(Files.exists(folder.resolve("out/detections.json")));
  }

  @Test
  void whatCannotBeDoneCostsTheOthersNothing() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    picture(photos.resolve("1.png"), 40000, 2); // more than OpenCV can warp
    Files.createSymbolicLink(photos.resolve("2.png"), photos.resolve("gone.png"));
    picture(photos.resolve("3.png"), 40, 60);
    Outcome outcome = detect(photos.toString(), "--out", out());
    assertEquals(1, outcome.status());
    List<String> lines = outcome.err().lines().toList();
    assertEquals(2, lines.size(), outcome.err());
    assertTrue(lines.get(0).contains("1.png: too large to be warped"), outcome.err());
    assertTrue(lines.get(1).contains("2.png: no such file"), outcome.err());
    assertTrue(Files.exists(folder.resolve("out/3.png")));
    assertTrue(Files.exists(folder.resolve("out/detections.json")));
  }

  @Test
  void globsReachIntoFoldersAndKeepTheirLayout() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("photos/a/b"));
    picture(deep.resolve("1.png"), 20, 20);
    picture(folder.resolve("photos/a/1.png"), 20, 20);
    Outcome outcome = detect(folder + "/photos/**.png", "--out", out());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(Files.exists(folder.resolve("out/a/b/1.png")));
    assertTrue(Files.exists(folder.resolve("out/a/1.png")));
    assertTrue(outcome.err().contains("several pictures would be image 1"), outcome.err());
    String results = Files.readString(folder.resolve("out/detections.json"));
    assertFalse(results.contains("\"image_id\":1,"));
  }

  @Test
  void aPictureOfOnePixelIsAPicture() throws IOException {
    Path photo = picture(folder.resolve("dot.png"), 1, 1);
    assertEquals(0, detect(photo.toString(), "--out", out()).status());
    assertTrue(Files.exists(folder.resolve("out/dot.png")));
  }

  @Test
  void whatIsNoPictureIsNamed() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    assertTrue(detect(empty.toString(), "--out", out()).complaint(1).contains("empty.jpg: "));
    assertTrue(
        detect(folder.resolve("none.jpg").toString(), "--out", out())
            .complaint(1)
            .contains("none.jpg: no such file"));
    Path whole = picture(folder.resolve("whole.jpg"), 200, 150);
    byte[] bytes = Files.readAllBytes(whole);
    Path half = folder.resolve("half.jpg");
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(detect(half.toString(), "--out", out()).complaint(1).contains("half.jpg: "));
    Path hollow = Files.createDirectory(folder.resolve("hollow"));
    assertTrue(detect(hollow.toString(), "--out", out()).complaint(1).contains("no pictures"));
    assertTrue(
        detect(folder + "/x*.jpg", "--out", out()).complaint(1).contains("no picture matches"));
  }

  @Test
  void anOutputFolderThatCannotBeIsNamedAndNothingIsLost() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 20, 20);
    byte[] before = Files.readAllBytes(photo);
    assertTrue(
        detect(photo.toString(), "--out", photo.toString())
            .complaint(1)
            .contains("expected a folder"));
    assertTrue(
        detect(photo.toString(), "--out", folder.toString())
            .complaint(1)
            .contains("would be drawn over an original"));
    assertTrue(
        detect(photo.toString(), "--json", folder.resolve("no/such/x.json").toString())
            .complaint(1)
            .contains("no folder"));
    assertTrue(
        detect(photo.toString(), "--json", photo.toString())
            .complaint(1)
            .contains("is one of the pictures"));
    Path other = picture(Files.createDirectory(folder.resolve("other")).resolve("1.png"), 9, 9);
    assertTrue(
        detect(photo.toString(), other.toString(), "--out", other.getParent().toString())
            .complaint(1)
            .contains("would be drawn over an original"));
    assertArrayEquals(before, Files.readAllBytes(photo));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--score=2",
        "--score=x",
        "--nms=-1",
        "--max=0",
        "--classes=persn",
        "--executor=gpu",
        "--scor=1"
      })
  void wrongUsageIsToldInALine(String option) throws IOException {
    Path photo = picture(folder.resolve("1.png"), 20, 20);
    detect(photo.toString(), option).complaint(2);
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedWithNumbers() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 20, 20);
    String other =
        run(
                "detect",
                photo.toString(),
                "--model",
                "nanodet-m_320",
                "--weights",
                tiny.weights().toString())
            .complaint(1);
    assertTrue(other.contains("of another shape"), other);
    String classes =
        detect(photo.toString(), "--set", "head.classes=3", "--set", "categories=null")
            .complaint(1);
    assertTrue(classes.contains("head.gfl_cls.0.weight"), classes);
  }

  @Test
  void aCheckpointThatWantsMoreThanTensorsIsRefusedByName() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 20, 20);
    Path evil = folder.resolve("evil.ckpt");
    // Protocol 2: os.system called with a text.
    Files.write(
        evil,
        "\u0080\u0002cposix\nsystem\nX\u0004\u0000\u0000\u0000true\u0085R."
            .getBytes(StandardCharsets.ISO_8859_1));
    String complaint = run("detect", photo.toString(), "--weights", evil.toString()).complaint(1);
    assertTrue(complaint.contains("posix.system"), complaint);
  }

  @Test
  void missingWeightsAreExplained() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 20, 20);
    String missing = folder.resolve("none.ckpt").toString();
    assertTrue(
        run("detect", photo.toString(), "--weights", missing).complaint(1).contains("none.ckpt"));
    String nowhere =
        Files.writeString(
                folder.resolve("mine.json"),
                """
            { "base": "nanodet-m_320", "name": "unheard-of",
              "weights": { "url": "https://localhost:9/x.ckpt", "file": "unheard-of-x.ckpt" } }
            """)
            .toString();
    String offline = run("detect", photo.toString(), "--model", nowhere, "--offline").complaint(1);
    assertTrue(offline.contains("unheard-of-x.ckpt"), offline);
    String[] gone = {"detect", "a.jpg", "b.jpg", "--model", nowhere, "--offline"};
    String first = run(gone).complaint(1); // before any weights are looked for
    assertTrue(first.endsWith("a.jpg: no such file, nor is any other there"), first);
  }

  /** Leaves the picture for whoever wants to try the real model on it. */
  @Test
  void theRealModelRunsOnADrawnPicture() throws IOException {
    Path kept = Files.createDirectories(Path.of("target", "drawn-by-tests")).resolve("scene.jpg");
    picture(kept, 640, 480);
    Path weights = Shared.path("weights/nanodet_m.ckpt");
    Outcome outcome =
        run("detect", kept.toString(), "--weights", weights.toString(), "--out", out());
    assertEquals(0, outcome.status(), outcome.err());
    try (Stream<Path> made = Files.list(folder.resolve("out"))) {
      assertEquals(2, made.count());
    }
  }
}
