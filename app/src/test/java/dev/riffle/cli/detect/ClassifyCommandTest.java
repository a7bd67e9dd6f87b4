package dev.riffle.cli.detect;

import static dev.riffle.cli.Commands.picture;
import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands.Outcome;
import dev.riffle.experiment.Zoo;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Weights;
import dev.riffle.testing.Shared;
import dev.riffle.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifyCommandTest {
  @TempDir private Path folder;
  private Path config;
  private Path weights;

  /** A small classifier of seven classes with random weights. */
  @BeforeEach
  void makeModel() throws IOException {
    config = folder.resolve("tiny.json");
    Files.writeString(
        config,
        """
        {
          "base": "shufflenetv2-0.5x", "name": "tiny", "weights": null, "published": null,
          "input": { "width": 32, "height": 32, "crop": { "shorterSide": 40 } },
          "head": { "classes": 7 }
        }
        """);
    Graph graph = Zoo.read(config.toString(), List.of()).graph();
    Path weightFolder = Files.createDirectory(folder.resolve("weights"));
    weights = weightFolder.resolve("tiny.safetensors");
    Safetensors.write(weights, Weights.random(graph, 5).tensors(), Map.of());
  }

  private Outcome classify(String... args) {
    List<String> all = new ArrayList<>(List.of("classify", "--model", config.toString()));
    all.addAll(List.of("--weights", weights.toString()));
    all.addAll(Arrays.asList(args));
    return run(all.toArray(String[]::new));
  }

  private static JsonArray json(String text) {
    return JsonParser.parseString(text).getAsJsonArray();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** The weights are a public network's; the labels, guesses and probabilities PyTorch's. */
  @Test
  void theRealModelGuessesAsTheOriginal() throws IOException {
    Path fixture = Shared.path("fixtures/imagenet");
    Path labels = fixture.resolve("images.json");
    Path found = folder.resolve("found.json");
    Outcome outcome =
        run(
            "classify",
            fixture.resolve("images").toString(),
            "--weights",
            fixture.resolve("shufflenet_v2_x1_0_imagenet_dequantised.safetensors").toString(),
            "--labels",
            labels.toString(),
            "--json",
            found.toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(
        outcome.out().contains("top-1 80.00 % (16 of 20), top-5 95.00 % (19 of 20)"),
        outcome.out());
    JsonArray expected = json(Files.readString(labels));
    JsonArray results = json(Files.readString(found));
    assertEquals(20, results.size());
    for (int i = 0; i < 20; i++) {
      JsonObject right = expected.get(i).getAsJsonObject();
      JsonObject result = results.get(i).getAsJsonObject();
      String file = right.get("file").getAsString();
      assertEquals(
          fixture.resolve("images").resolve(file).toString(), result.get("source").getAsString());
      JsonArray rightTop = right.getAsJsonArray("top5");
      JsonArray top = result.getAsJsonArray("top");
      assertEquals(5, top.size());
      for (int k = 0; k < 5; k++) {
        JsonObject one = rightTop.get(k).getAsJsonObject();
        JsonObject guess = top.get(k).getAsJsonObject();
        assertEquals(one.get("index"), guess.get("index"), file);
        assertEquals(one.get("label"), guess.get("label"), file); // a list beside the weights
        assertEquals(
            one.get("probability").getAsDouble(), guess.get("score").getAsDouble(), 1e-5, file);
      }
    }
  }

  @Test
  void withoutAListClassesAreNumbered() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 90, 60);
    Outcome outcome = classify(photo.toString(), "--json", "-");
    assertEquals(0, outcome.status(), outcome.err());
    JsonObject result = json(outcome.out()).get(0).getAsJsonObject();
    assertEquals(photo.toString(), result.get("source").getAsString());
    JsonArray top = result.getAsJsonArray("top");
    assertEquals(5, top.size());
    double former = 1;
    for (int i = 0; i < top.size(); i++) {
      JsonObject guess = top.get(i).getAsJsonObject();
      assertEquals("class " + guess.get("index"), guess.get("label").getAsString());
      assertTrue(guess.get("score").getAsDouble() <= former);
      former = guess.get("score").getAsDouble();
    }
    assertTrue(outcome.err().startsWith(photo + ": class "), outcome.err());
  }

  @Test
  void allClassesTogetherAreCertain() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 60, 90);
    JsonArray top =
        json(classify(photo.toString(), "--json", "-", "--top", "100").out())
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("top");
    assertEquals(7, top.size());
    double sum = 0;
    for (int i = 0; i < 7; i++) {
      sum += top.get(i).getAsJsonObject().get("score").getAsDouble();
    }
    assertEquals(1, sum, 1e-6);
  }

  @Test
  void classesAreCalledAsAListSays() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 40, 40);
    String list = file("list.txt", "ant\nbee\ncat\ndog\nelk\nfox\ngnu\n");
    String before = classify(photo.toString(), "--top", "7").out();
    String named = classify(photo.toString(), "--top", "7", "--class-list", list).out();
    String[] names = {"ant", "bee", "cat", "dog", "elk", "fox", "gnu"};
    String expected = before;
    for (int i = 0; i < names.length; i++) {
      expected = expected.replace("class " + i, names[i]);
    }
    assertEquals(expected, named);
    Files.copy(Path.of(list), weights.resolveSibling("classes.txt"));
    assertEquals(named, classify(photo.toString(), "--top", "7").out());
    Files.writeString(weights.resolveSibling("classes.txt"), "ant\nbee\n");
    Outcome passed = classify(photo.toString(), "--top", "7");
    assertEquals(before, passed.out());
    assertTrue(passed.complaint(0).contains("lists 2 classes, the model has 7"));
    String few = file("few.txt", "ant\nbee\n");
    assertTrue(
        classify(photo.toString(), "--class-list", few)
            .complaint(1)
            .contains("few.txt: expected the 7 classes of the model, found 2"));
  }

  @Test
  void aBadFileIsNamedAndTheGoodOnesAreDone() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    picture(photos.resolve("1.jpg"), 60, 40);
    Files.writeString(photos.resolve("2.jpg"), "not a picture");
    picture(photos.resolve("3.png"), 40, 60);
    Path found = folder.resolve("found.json");
    String labels = file("labels.txt", "1.jpg 0\n2.jpg 0\n3.png 1\n");
    Outcome outcome = classify(photos.toString(), "--json", found.toString(), "--labels", labels);
    assertTrue(outcome.complaint(1).startsWith("riffle: " + photos.resolve("2.jpg") + ": "));
    assertEquals(2, json(Files.readString(found)).size());
    assertTrue(outcome.out().contains(" of 2)"), outcome.out());
  }

  @Test
  void ofNothingGoodNothingIsWritten() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.jpg"), "not a picture");
    Path found = Files.writeString(folder.resolve("found.json"), "former");
    classify(bad.toString(), "--json", found.toString()).complaint(1);
    assertEquals("former", Files.readString(found));
  }

  /** The truths are what the model guessed, or not. */
  @Test
  void foldersOfClassesAreEvaluated() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 64, 48);
    JsonArray top =
        json(classify(photo.toString(), "--json", "-", "--top", "7").out())
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("top");
    for (int place : new int[] {0, 4, 5}) {
      String index = top.get(place).getAsJsonObject().get("index").getAsString();
      picture(Files.createDirectories(folder.resolve("val/" + index)).resolve("1.png"), 64, 48);
    }
    Path val = folder.resolve("val");
    Outcome outcome = classify(val + "/**.png", "--labels", val.toString(), "--top", "1");
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(
        outcome.out().endsWith("top-1 33.33 % (1 of 3), top-5 66.67 % (2 of 3)\n"), outcome.out());
  }

  @Test
  void aPictureWithoutALabelIsNamedBeforeAnyWork() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 40, 40);
    String labels = file("labels.txt", "2.png 0\n");
    assertEquals(
        "riffle: " + labels + ": has no class for " + photo,
        classify(photo.toString(), "--labels", labels).complaint(1));
  }

  @Test
  void whatIsReadIsNotWrittenOver() throws IOException {
    Path photo = picture(folder.resolve("1.png"), 20, 20);
    String labels = file("labels.txt", "1.png 0\n");
    String list = file("list.txt", "a\nb\nc\nd\ne\nf\ng\n");
    byte[] before = Files.readAllBytes(photo);
    for (String input : List.of(photo.toString(), weights.toString(), labels, list)) {
      String complaint =
          classify(photo.toString(), "--labels", labels, "--class-list", list, "--json", input)
              .complaint(1);
      assertTrue(complaint.contains(input), complaint);
    }
    assertArrayEquals(before, Files.readAllBytes(photo));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--top=0", "--top=x", "--executor=gpu", "--topp=1"})
  void wrongUsageIsToldInALine(String option) throws IOException {
    Path photo = picture(folder.resolve("1.png"), 20, 20);
    classify(photo.toString(), option).complaint(2);
  }

  @Test
  void aDetectorAndAnInputWithoutACropAreRefused() throws IOException {
    String photo = picture(folder.resolve("1.png"), 20, 20).toString();
    assertContains(
        "expected a classifier", run("classify", photo, "--model", "nanodet-m_320").complaint(2));
    assertContains(
        "input.crop: a classifier needs one",
        classify(photo, "--set", "input.crop=null").complaint(1));
    assertContains(
        "input: crop.shorterSide: expected 32 or more",
        classify(photo, "--set", "input.crop.shorterSide=31").complaint(1));
    assertContains(
        "input: crop: expected either a fit or a crop",
        classify(photo, "--set", "input.fit=STRETCH").complaint(1));
  }

  private static void assertContains(String part, String whole) {
    assertTrue(whole.contains(part), whole);
  }

  @Test
  void everyClassifierThatCanBeNamedHasACrop() {
    for (String name : Zoo.names()) {
      var experiment = Zoo.read(name, List.of());
      if (experiment.task().equals("classification")) {
        experiment.input().cropped();
      }
    }
  }
}
