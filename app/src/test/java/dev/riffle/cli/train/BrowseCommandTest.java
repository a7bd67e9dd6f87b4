package dev.riffle.cli.train;

import static dev.riffle.cli.Commands.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.cli.Commands;
import dev.riffle.cli.Commands.Outcome;
import dev.riffle.image.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowseCommandTest {
  @TempDir Path folder;
  private Path config;

  @BeforeEach
  void makeDataSet() throws IOException {
    Commands.picture(folder.resolve("1.png"), 90, 60);
    Commands.picture(folder.resolve("2.png"), 50, 70);
    Path gt = folder.resolve("gt.json");
    Files.writeString(
        gt,
        """
        {"images": [{"id": 1, "file_name": "1.png", "width": 90, "height": 60},
                    {"id": 2, "file_name": "2.png", "width": 50, "height": 70}],
         "categories": [{"id": 1, "name": "ball"}],
         "annotations": [
          {"id": 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "area": 9, "bbox": [40, 15, 40, 30]},
          {"id": 2, "image_id": 2, "category_id": 1, "iscrowd": 1, "area": 9, "bbox": [5, 5, 30, 30]}]}
        """);
    config = folder.resolve("tiny.json");
    Files.writeString(
        config,
        """
        { "base": "nanodet-m-0.5x_320", "input": { "width": 64, "height": 64 }, "categories": null,
          "head": { "classes": 1 },
          "datasets": { "train": { "type": "Coco", "annotations": "GT", "images": "IMAGES" },
                        "augment": { "type": "DetectionAugmentation", "geometry": null } } }
        """
            .replace("GT", gt.toString().replace("\\", "/"))
            .replace("IMAGES", folder.toString().replace("\\", "/")));
  }

  private Outcome browse(Path out, String... more) {
    String[] given = {"browse", config.toString(), "--out", out.toString()};
    String[] all = Arrays.copyOf(given, given.length + more.length);
    System.arraycopy(more, 0, all, given.length, more.length);
    return run(all);
  }

  @Test
  void samplesAreWrittenAndTheSameAgain() throws IOException {
    Outcome outcome = browse(folder.resolve("a"), "--count", "4", "--seed", "3");
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals(4, outcome.out().lines().count());
    assertEquals(
        2,
        outcome.out().lines().filter(line -> line.endsWith("1.png, 1 objects, 0 ignored")).count());
    assertEquals(
        2,
        outcome.out().lines().filter(line -> line.endsWith("2.png, 0 objects, 1 ignored")).count());
    browse(folder.resolve("b"), "--count", "4", "--seed", "3");
    for (int i = 0; i < 4; i++) {
      Path first = folder.resolve("a/000" + i + ".png");
      assertEquals(new ImageSize(64, 64), ImageSize.read(first));
      assertArrayEquals(
          Files.readAllBytes(first), Files.readAllBytes(folder.resolve("b/000" + i + ".png")));
    }
    assertFalse(Files.exists(folder.resolve("a/0004.png")));
  }

  @Test
  void aDamagedPictureEndsItOrIsToldOf() throws IOException {
    Files.write(folder.resolve("2.png"), new byte[] {1, 2, 3});
    String complaint = browse(folder.resolve("a")).complaint(1);
    assertTrue(complaint.contains("2.png: not a picture"), complaint);
    Outcome skipping = browse(folder.resolve("a"), "--set", "datasets.unreadable=SKIP");
    assertEquals(0, skipping.status(), skipping.err());
    String last = skipping.out().lines().skip(16).findFirst().orElseThrow();
    assertTrue(last.startsWith("left out: ") && last.contains("2.png: not a picture"), last);
  }

  @Test
  void whatIsMissingIsTold() {
    assertTrue(
        run("browse", "mobilenetv2-1.0", "--out", folder.resolve("a").toString())
            .complaint(1)
            .contains("mobilenetv2-1.0: datasets: missing"));
    assertTrue(browse(folder.resolve("a"), "--count", "0").complaint(2).contains("--count"));
    String classes = browse(folder.resolve("a"), "--set", "head.classes=2").complaint(1);
    assertTrue(
        classes.endsWith("gt.json: datasets.train has 1 categories, head.classes is 2"), classes);
  }
}
