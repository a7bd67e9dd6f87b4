package dev.riffle.cli;

import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.cli.Commands.Outcome;
import dev.riffle.experiment.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir private Path folder;

  @Test
  void everyVerbHasHelpWithAnExample() {
    assertEquals(0, run("--help").status());
    for (String verb :
        List.of(
            "detect",
            "eval",
            "classify",
            "check",
            "convert",
            "summary",
            "compare",
            "guidelines",
            "bench",
            "models",
            "demo")) {
      Outcome help = run(verb, "--help");
      assertEquals(0, help.status());
      assertTrue(help.out().contains("  riffle " + verb), help.out());
    }
  }

  @Test
  void aMistypedVerbSuggestsTheNearest() {
    String line = run("detct", "photo.jpg").complaint(2);
    assertTrue(line.contains("detct") && line.contains("detect"), line);
    assertTrue(run().complaint(2).contains("verb"));
  }

  @Test
  void verbsAreFoundWhereverTheyStand() {
    assertEquals(run("detect", "--help").out(), run("help", "detect").out());
    assertTrue(run("--help").out().contains("guidelines"));
    assertEquals(0, run("--verbose", "detect", "--help").status());
  }

  @Test
  void summaryCountsEveryLayer() throws IOException {
    Path file = folder.resolve("summary.json");
    Outcome outcome =
        run("summary", "nanodet-m_320", "--size", "416x416", "--json", file.toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains("950,036"), outcome.out());
    JsonObject summary = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertEquals(950_036, summary.get("parameters").getAsLong());
    assertEquals(578.36, summary.get("macs").getAsLong() / 1e6, 0.005);
    JsonObject first = summary.get("layers").getAsJsonArray().get(0).getAsJsonObject();
    assertEquals("backbone.conv1.0", first.get("name").getAsString());
    assertEquals("[24,208,208]", first.get("output").toString());
  }

  @Test
  void summaryRefusesASizeThatTheNetworkCannotTake() {
    assertTrue(run("summary", "nanodet-m_320", "--size", "0x5").complaint(2).contains("0x5"));
    String line = run("summary", "nanodet-m_320", "--size", "330x330").complaint(1);
    assertTrue(line.contains("addends differ"), line);
  }

  @Test
  void aMistypedKeyIsNamedWithItsPlaceAndTheNearest() throws IOException {
    Path config = folder.resolve("mine.json");
    Files.writeString(
        config, "{\"base\": \"nanodet-m_320\", \"name\": \"mine\", \"head\": {\"stacked\": 3}}");
    String line = run("summary", config.toString()).complaint(1);
    assertTrue(line.contains("mine.json") && line.contains("head.stacked"), line);
    String set = run("summary", "nanodet-m_320", "--set", "head.clases=3").complaint(1);
    assertTrue(set.contains("head.clases") && set.contains("classes"), set);
    String type = run("summary", "nanodet-m_320", "--set", "neck.type=Pann").complaint(1);
    assertTrue(type.contains("Pann") && type.contains("Pan"), type);
  }

  @Test
  void modelsListsWhatCanBeNamed() {
    JsonArray models = JsonParser.parseString(run("models", "--json", "-").out()).getAsJsonArray();
    assertEquals(Zoo.names().size(), models.size());
    JsonObject one = models.get(Zoo.names().indexOf("nanodet-m-0.5x_320")).getAsJsonObject();
    assertEquals("nanodet-m-0.5x_320", one.get("name").getAsString());
    assertEquals("ShuffleNetV2", one.get("family").getAsString());
    assertEquals("detection", one.get("task").getAsString());
    assertEquals(271_056, one.get("parameters").getAsLong());
    assertTrue(run("models").out().contains("nanodet-m_416"));
  }

  @Test
  void aDataSetGoesThroughAllFormatsAndIsChecked() throws IOException {
    Path coco = folder.resolve("gt.json");
    Files.writeString(
        coco,
        """
        {"images":[{"id":1,"width":100,"height":80,"file_name":"1.png"}],
         "categories":[{"id":3,"name":"cat"}],
         "annotations":[
           {"id":1,"image_id":1,"category_id":3,"bbox":[10,10,20,20],"area":400,"iscrowd":0}]}
        """);
    Commands.picture(folder.resolve("1.png"), 100, 80);
    Outcome checked = run("check", coco.toString(), "--images", folder.toString());
    assertEquals(0, checked.status(), checked.out() + checked.err());
    assertTrue(checked.out().contains("1 images, 1 annotations"), checked.out());
    String yolo = folder.resolve("yolo").toString();
    String voc = folder.resolve("voc").toString();
    String images = folder.toString();
    Path back = folder.resolve("back.json");
    for (String[] step :
        new String[][] {
          {"convert", coco.toString(), yolo, "--to", "yolo", "--images", images},
          {"convert", yolo, voc, "--to", "voc"},
          {"convert", voc, back.toString()}
        }) {
      Outcome outcome = run(step);
      assertEquals(0, outcome.status(), outcome.err());
    }
    JsonObject annotation =
        JsonParser.parseString(Files.readString(back))
            .getAsJsonObject()
            .getAsJsonArray("annotations")
            .get(0)
            .getAsJsonObject();
    for (int i = 0; i < 4; i++) {
      assertEquals(i < 2 ? 10 : 20, annotation.getAsJsonArray("bbox").get(i).getAsDouble());
    }
  }

  @Test
  void aCheckNamesWhatIsWrongAndFails() throws IOException {
    Path coco = folder.resolve("bad.json");
    Files.writeString(
        coco,
        """
        {"images":[{"id":1,"width":100,"height":80,"file_name":"../1.png"}],
         "categories":[{"id":3,"name":"cat"}],
         "annotations":[
           {"id":1,"image_id":1,"category_id":3,"bbox":[90,10,20,0],"area":0,"iscrowd":0},
           {"id":1,"image_id":2,"category_id":4,"bbox":[1,1,2,2],"area":4,"iscrowd":0}]}
        """);
    Outcome checked = run("check", coco.toString());
    assertEquals(1, checked.status());
    assertTrue(checked.err().contains("bad.json: errors found"), checked.err());
    assertTrue(checked.out().contains("../1.png"), checked.out());
    assertTrue(run("convert", coco.toString(), "x").complaint(2).contains("--to"));
  }
}
