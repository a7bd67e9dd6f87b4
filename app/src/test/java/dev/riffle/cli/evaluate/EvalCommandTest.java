package dev.riffle.cli.evaluate;

import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands;
import dev.riffle.cli.Commands.Outcome;
import dev.riffle.cli.Commands.Tiny;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalCommandTest {
  private static final String TRUTHS =
      """
      {"images":[{"id":1,"width":100,"height":80,"file_name":"1.png"}],
       "categories":[{"id":3,"name":"cat"},{"id":7,"name":"dog"}],
       "annotations":[
         {"id":1,"image_id":1,"category_id":3,"bbox":[10,10,20,20],"area":400,"iscrowd":0},
         {"id":2,"image_id":1,"category_id":7,"bbox":[50,10,40,40],"area":1600,"iscrowd":0}]}
      """;
  private static final String FOUND =
      """
      [{"image_id":1,"category_id":3,"bbox":[10,10,20,20],"score":0.9},
       {"image_id":1,"category_id":7,"bbox":[50,10,40,30],"score":0.8}]
      """;

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Outcome eval(String truths, String found, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("eval"));
    args.addAll(List.of("--annotations", write("gt.json", truths).toString()));
    args.addAll(List.of("--detections", write("dt.json", found).toString()));
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  /** The cat is found exactly, the dog with an IoU of 0.75: right at 6 of 10 thresholds. */
  @Test
  void printsPycocotoolsTableAndTheNumbersAsJson() throws IOException {
    Path file = folder.resolve("out.json");
    Outcome outcome = eval(TRUTHS, FOUND, "--json", file.toString(), "--per-class");
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(
        outcome
            .out()
            .startsWith(
                " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.800\n"),
        outcome.out());
    assertTrue(outcome.out().contains("dog"), outcome.out());
    JsonObject result = json(file);
    JsonArray stats = result.get("stats").getAsJsonArray();
    assertEquals(12, stats.size());
    assertEquals(0.8, stats.get(0).getAsDouble(), 1e-12);
    assertEquals("AP", result.get("names").getAsJsonArray().get(0).getAsString());
    JsonObject dog = result.get("perCategory").getAsJsonArray().get(1).getAsJsonObject();
    assertEquals(7, dog.get("id").getAsLong());
    assertEquals(0.6, dog.get("AP").getAsDouble(), 1e-12);
  }

  @Test
  void dumpsTheRawArrays() throws IOException {
    String prefix = folder.resolve("raw").toString();
    assertEquals(0, eval(TRUTHS, FOUND, "--dump", prefix).status());
    // T·R·K·A·M and T·K·A·M doubles
    assertEquals(8L * 10 * 101 * 2 * 4 * 3, Files.size(Path.of(prefix + ".precision.f64")));
    assertEquals(8L * 10 * 101 * 2 * 4 * 3, Files.size(Path.of(prefix + ".scores.f64")));
    assertEquals(8L * 10 * 2 * 4 * 3, Files.size(Path.of(prefix + ".recall.f64")));
  }

  @Test
  void theSummaryFollowsTheSettings() throws IOException {
    Path file = folder.resolve("out.json");
    Outcome outcome =
        eval(
            TRUTHS,
            FOUND,
            "--max-dets",
            "1,5",
            "--iou-thresholds",
            "0.5,0.8",
            "--area-ranges",
            "all:0:1e10,tiny:0:500",
            "--category-ids",
            "7",
            "--image-ids",
            "1",
            "--json",
            file.toString());
    assertEquals(0, outcome.status(), outcome.err());
    JsonObject result = json(file);
    assertEquals(0.5, result.get("stats").getAsJsonArray().get(0).getAsDouble(), 1e-12);
    assertTrue(result.get("names").toString().contains("AR5"), result.get("names").toString());
    assertEquals(1, result.get("perCategory").getAsJsonArray().size());
  }

  @Test
  void analysesArePrintedAndWritten() throws IOException {
    Path file = folder.resolve("out.json");
    Path other = write("other.json", FOUND.replace("0.8}", "0.7}"));
    Outcome outcome =
        eval(
            TRUTHS,
            FOUND,
            "--curves",
            "--best-f1",
            "--confusion",
            "--errors",
            "--compare",
            other.toString(),
            "--resamples",
            "20",
            "--json",
            file.toString());
    assertEquals(0, outcome.status(), outcome.err());
    for (String key : List.of("curves", "bestF1", "confusion", "errors", "comparison")) {
      assertTrue(json(file).has(key), key);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                                          | dt.json",
        "[{\"image_id\":9,\"category_id\":3,\"bbox\":[1,1,1,1],\"score\":1}] | image_id",
        "[{\"image_id\":1,\"category_id\":3,\"bbox\":[1,1,1],\"score\":1}]   | bbox",
        "[{\"image_id\":1,\"category_id\":3,\"bbox\":[1,1,1,1]}]           | score",
        "[{\"image_id\":1,\"category_id\":                            | dt.json",
        "{\"image_id\":1}                                             | dt.json",
        "<html>                                                      | dt.json"
      })
  void wrongResultsAreToldInALine(String found, String expected) throws IOException {
    String line = eval(TRUTHS, found).complaint(1);
    assertTrue(line.contains("dt.json") && line.contains(expected), line);
  }

  @Test
  void wrongUsageIsToldInALine() throws IOException {
    eval(TRUTHS, FOUND, "--iou-type", "boxes").complaint(2);
    eval(TRUTHS, FOUND, "--max-dets", "0").complaint(2);
    eval(TRUTHS, FOUND, "--area-ranges", "all:0").complaint(2);
    eval(TRUTHS, FOUND, "--image-ids", "5").complaint(2);
    eval(TRUTHS, FOUND, "--category-ids", "4").complaint(2);
    run("eval", "--annotations", write("gt.json", TRUTHS).toString()).complaint(2);
    eval(TRUTHS, FOUND, "--curves", "0.3").complaint(2);
    eval(TRUTHS, FOUND, "--area-ranges", "a:5:1").complaint(2);
    eval(TRUTHS, FOUND, "--model", "nanodet-m_320").complaint(2);
    eval(TRUTHS, FOUND, "--area-ranges", "all:0:100,all:0:1000").complaint(2);
  }

  /** Legal, counted as pycocotools counts it, and remarked upon. */
  @Test
  void whatIsHardlyMeantIsNamed() throws IOException {
    String odd = FOUND.replace("0.9", "NaN").replace("[50,10,40,30]", "[50,10,-40,30]");
    Outcome outcome = eval(TRUTHS, odd);
    assertEquals(0, outcome.status());
    List<String> lines = outcome.err().lines().toList();
    assertEquals(2, lines.size(), outcome.err());
    assertTrue(lines.get(0).endsWith("results[0]: score is NaN, ranks last"), outcome.err());
    assertTrue(lines.get(1).contains("results[1]: bbox without a size"), outcome.err());
  }

  @Test
  void nothingIsWrittenWhereSomethingFails() throws IOException {
    String prefix = folder.resolve("raw").toString();
    eval(TRUTHS, FOUND, "--dump", prefix, "--compare", folder + "/none.json").complaint(1);
    eval(TRUTHS, FOUND, "--json", folder.resolve("dt.json").toString()).complaint(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
    assertEquals(FOUND, Files.readString(folder.resolve("dt.json")));
  }

  /** What a model finds, evaluated at once and by way of its saved results. */
  @Test
  void aModelIsEvaluatedAsItsSavedResultsAre() throws IOException {
    Tiny tiny = Commands.tiny(folder);
    StringBuilder categories = new StringBuilder();
    dev.riffle.coco.CocoCategories.DETECTION
        .list()
        .forEach(c -> categories.append(",{\"id\":" + c.id() + ",\"name\":\"" + c.name() + "\"}"));
    String truths =
        TRUTHS.replaceAll(
            "\"categories\":\\[.*\\],", "\"categories\":[" + categories.substring(1) + "],");
    Path gt = write("gt80.json", truths);
    Commands.picture(folder.resolve("1.png"), 100, 80);
    Path saved = folder.resolve("saved.json");
    Path direct = folder.resolve("direct.json");
    Outcome outcome =
        run(
            "eval",
            "--model",
            tiny.config().toString(),
            "--weights",
            tiny.weights().toString(),
            "--annotations",
            gt.toString(),
            "--images",
            folder.toString(),
            "--save-detections",
            saved.toString(),
            "--json",
            direct.toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains("a second"), outcome.out());
    Path again = folder.resolve("again.json");
    run(
        "eval",
        "--annotations",
        gt.toString(),
        "--detections",
        saved.toString(),
        "--json",
        again.toString());
    assertEquals(Files.readString(direct), Files.readString(again));
  }

  /** The cases' files as a user gives them; the arrays by their digests. */
  @Test
  void everyCaseGivesPycocotoolsBytes() throws Exception {
    List<String> cases = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Shared.path("coco-eval/edge"))) {
      folders.filter(Files::isDirectory).sorted().forEach(it -> cases.add(it.toString()));
    }
    int compared = 0;
    for (String edge : cases) {
      Path folder = Path.of(edge);
      String truths = folder.resolve("gt.json").toString();
      String found = folder.resolve("dt.json").toString();
      String args = Files.readString(folder.resolve("args.txt")).strip();
      Path expected = folder.resolve("expected.json");
      if (folder.endsWith("keypoints")) {
        continue; // exponentials differ in the last bit between processors
      }
      if (Files.exists(expected)) {
        assertDigests(
            truths, found, expected, args.isEmpty() ? List.of() : List.of(args.split(" ")));
        compared++;
      } else {
        run("eval", "--annotations", truths, "--detections", found).complaint(1);
      }
    }
    assertTrue(compared >= 20, compared + " compared");
    String real = Shared.path("coco-eval/val2014").toString();
    String truths = real + "/instances_val2014_100.json";
    for (String type : List.of("bbox", "segm")) {
      assertDigests(
          truths,
          real + "/instances_val2014_fake" + type + "100_results.json",
          Path.of(real, "val2014_fake" + type + "100_expected.json"),
          List.of("--iou-type", type));
    }
    String made = Shared.path("coco-eval/synthetic").toString() + "/synth_";
    assertDigests(
        made + "gt.json.gz", made + "dt.json.gz", Path.of(made + "expected.json"), List.of());
    assertDigests(
        made + "gt.json.gz",
        made + "dt.json.gz",
        Path.of(made + "usecats0_expected.json"),
        List.of("--no-categories"));
    assertDigests(
        made + "small_gt.json.gz",
        made + "small_dt_segm.json.gz",
        Path.of(made + "small_segm_expected.json"),
        List.of("--iou-type", "segm"));
  }

  private void assertDigests(String truths, String found, Path expected, List<String> args)
      throws Exception {
    String prefix = folder.resolve("raw").toString();
    List<String> all = new ArrayList<>(List.of("eval", "--annotations", truths));
    all.addAll(List.of("--detections", found, "--dump", prefix));
    all.addAll(args);
    Outcome outcome = run(all.toArray(String[]::new));
    assertEquals(0, outcome.status(), found + ": " + outcome.err());
    JsonObject digests = json(expected).getAsJsonObject("sha256");
    for (String array : List.of("precision", "recall", "scores")) {
      byte[] bytes = Files.readAllBytes(Path.of(prefix + "." + array + ".f64"));
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      assertEquals(digests.get(array).getAsString(), digest, array + " of " + found);
    }
  }

  /** NanoDet-m over the 120 pictures: the original's twelve numbers. */
  @ParameterizedTest
  @CsvSource({
    "nanodet-m_320, nanodet_m.ckpt, nanodet_m_320_keepratio",
    "nanodet-m_416, nanodet_m_416.ckpt, nanodet_m_416_keepratio"
  })
  void theRealModelsNumbersAreTheOriginals(String model, String weights, String reference)
      throws IOException {
    Path file = folder.resolve("out.json");
    Outcome outcome =
        run(
            "eval",
            "--model",
            model,
            "--weights",
            Shared.path("weights/" + weights).toString(),
            "--annotations",
            Shared.path("fixtures/coco/instances_dev.json").toString(),
            "--images",
            Shared.path("fixtures/coco/val").toString(),
            "--json",
            file.toString());
    assertEquals(0, outcome.status(), outcome.err());
    JsonObject metrics = json(Shared.path("fixtures/nanodet/metrics.json"));
    JsonArray names = metrics.getAsJsonArray("order"); // AP, AP50, ... as pycocotools has them
    JsonObject expected =
        metrics.getAsJsonObject("runs").getAsJsonObject(reference).getAsJsonObject("stats");
    JsonArray found = json(file).getAsJsonArray("stats");
    for (int i = 0; i < 12; i++) {
      String name = names.get(i).getAsString();
      assertEquals(expected.get(name).getAsDouble(), found.get(i).getAsDouble(), 1e-6, name);
    }
  }
}
