package dev.riffle.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.coco.CocoDataset;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.IdIndex;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.Reading;
import dev.riffle.testing.Shared;
import dev.riffle.voc.Difficult;
import dev.riffle.voc.VocOptions;
import dev.riffle.yolo.YoloOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 120 pictures of COCO with 1088 annotations, 16 of them crowds, there and back. */
class ConversionTest {

  @TempDir Path folder;

  private static Dataset coco() throws IOException {
    Path file = Shared.path("fixtures/coco/instances_dev.json");
    return Conversion.DEFAULT.read(file, Format.of(file)).dataset();
  }

  // A picture's annotations as text, each with all its numbers exact.
  private static List<String> picture(Dataset dataset, int image, boolean crowdsToo) {
    List<String> all = new ArrayList<>();
    Annotations it = dataset.annotations();
    for (int i = 0; i < it.size(); i++) {
      if (it.image()[i] == image && (crowdsToo || !it.crowds()[i])) {
        all.add(
            dataset.categories().get(it.category()[i])
                + " "
                + it.boxes()[4 * i]
                + " "
                + it.boxes()[4 * i + 1]
                + " "
                + it.boxes()[4 * i + 2]
                + " "
                + it.boxes()[4 * i + 3]
                + " "
                + it.crowds()[i]);
      }
    }
    return all;
  }

  private static void assertSame(Dataset expected, Dataset found, boolean crowdsToo) {
    assertEquals(expected.images().size(), found.images().size());
    IdIndex index = new IdIndex(found.images().ids());
    for (int i = 0; i < expected.images().size(); i++) {
      int place = index.place(expected.images().ids().number(i));
      assertEquals(expected.images().fileNames()[i], found.images().fileNames()[place]);
      assertEquals(expected.images().widths()[i], found.images().widths()[place]);
      assertEquals(expected.images().heights()[i], found.images().heights()[place]);
      assertEquals(picture(expected, i, crowdsToo), picture(found, place, crowdsToo));
    }
  }

  @Test
  void vocGivesBoxesCrowdsAndIdsBack() throws IOException {
    Dataset coco = coco();
    Path voc = folder.resolve("voc");
    Losses losses = Conversion.DEFAULT.write(coco, voc, Format.VOC);
    List<String> lines = losses.lines();
    assertTrue(
        lines.contains("16 crowd annotations written as difficult objects: VOC has no crowds"),
        losses.toString());
    assertTrue(
        lines.contains("1088 outlines left out: VOC's files have only boxes"), losses.toString());
    assertTrue(lines.stream().noneMatch(it -> it.contains("of a picture")), losses.toString());
    assertEquals(Format.VOC, Format.of(voc));
    Conversion known =
        new Conversion(VocOptions.DEFAULT.withCategories(coco.categories()), YoloOptions.DEFAULT);
    Dataset back = known.read(voc, Format.VOC).dataset();
    assertSame(coco, back, true);
    assertEquals(coco.categories(), back.categories());

    // And on to COCO: the same again from a file.
    Path json = folder.resolve("back.json");
    assertTrue(Conversion.DEFAULT.write(back, json, Format.COCO).isEmpty());
    assertSame(coco, CocoDataset.read(json), true);
  }

  @Test
  void vocWithoutCrowdsLeavesThemOut() throws IOException {
    Path voc = folder.resolve("voc");
    Conversion keep =
        new Conversion(VocOptions.DEFAULT.withDifficult(Difficult.KEEP), YoloOptions.DEFAULT);
    Losses losses = keep.write(coco(), voc, Format.VOC);
    assertTrue(
        losses.lines().contains("16 crowd annotations left out: VOC has no crowds"),
        losses.toString());
    assertEquals(1088 - 16, keep.read(voc, Format.VOC).dataset().annotations().size());
  }

  @Test
  void yoloGivesBoxesAndIdsBackButNoCrowds() throws IOException {
    Dataset coco = coco();
    Path pictures = Shared.path("fixtures/coco/val");
    Conversion both =
        new Conversion(
            VocOptions.DEFAULT, YoloOptions.DEFAULT.withSplit("val").withPictures(pictures));
    Path yolo = folder.resolve("yolo");
    Losses losses = both.write(coco, yolo, Format.YOLO);
    assertTrue(
        losses.lines().contains("16 crowd annotations left out: YOLO has no crowds"),
        losses.toString());
    assertTrue(
        losses.lines().stream()
            .noneMatch(
                it ->
                    it.contains("rounded")
                        || it.contains("cut off")
                        || it.contains("without area")
                        || it.contains("of a picture")),
        losses.toString());
    assertEquals(Format.YOLO, Format.of(yolo));
    Reading back = both.read(yolo, Format.YOLO);
    assertTrue(back.losses().isEmpty());
    assertSame(coco, back.dataset(), false);
    assertEquals(1088 - 16, back.dataset().annotations().size());
    assertEquals(coco.categories(), back.dataset().categories());
    assertEquals(80, back.dataset().categories().size());
  }

  @Test
  void yoloOutlinesGivePolygonsBack() throws IOException {
    Dataset coco = coco();
    Path pictures = Shared.path("fixtures/coco/val");
    Conversion outlines =
        new Conversion(
            VocOptions.DEFAULT, YoloOptions.DEFAULT.withOutlines().withPictures(pictures));
    Path yolo = folder.resolve("yolo");
    Losses losses = outlines.write(coco, yolo, Format.YOLO);
    Dataset back = outlines.read(yolo, Format.YOLO).dataset();
    IdIndex index = new IdIndex(back.images().ids());
    int at = 0;
    int single = 0;
    Annotations from = coco.annotations();
    Annotations to = back.annotations();
    int[][] places = new int[back.images().size()][];
    for (int i = 0; i < places.length; i++) {
      int image = i;
      places[i] =
          java.util.stream.IntStream.range(0, to.size())
              .filter(k -> to.image()[k] == image)
              .toArray();
    }
    int[] next = new int[places.length];
    for (int i = 0; i < from.size(); i++) {
      if (from.crowds()[i]) {
        continue;
      }
      int image = index.place(coco.images().ids().number(from.image()[i]));
      int k = places[image][next[image]++];
      double[][] polygons = from.shapes().polygons(i);
      // COCO's areas are those of the polygons; where they overlap or cross, not quite.
      if (polygons.length == 1) {
        single++;
        assertArrayEquals(polygons[0], to.shapes().polygons(k)[0]);
        assertEquals(from.areas()[i], to.areas()[k], 1e-6 * Math.max(1, from.areas()[i]));
      }
      for (int side = 0; side < 4; side++) {
        assertEquals(from.boxes()[4 * i + side], to.boxes()[4 * k + side], 0.011);
      }
      at++;
    }
    assertEquals(to.size(), at);
    assertTrue(
        losses
            .lines()
            .contains(
                (at - single)
                    + " outlines of several polygons joined into one by lines to and fro"),
        losses.toString());

    // In a COCO file they are polygons again.
    Path json = folder.resolve("back.json");
    outlines.write(back, json, Format.COCO);
    Dataset again = Conversion.DEFAULT.read(json, Format.COCO).dataset();
    for (int i = 0; i < to.size(); i++) {
      assertArrayEquals(to.shapes().polygons(i), again.annotations().shapes().polygons(i));
    }
  }

  /** Two corners are no polygon, whatever a trainer would make of such a line. */
  @Test
  void outlinesThatAreNoneAreNotWritten() throws IOException {
    Path json = folder.resolve("gt.json");
    Files.writeString(
        json,
        "{\"images\": [{\"id\": 1, \"file_name\": \"1.jpg\", \"width\": 9, \"height\": 9}],"
            + " \"categories\": [{\"id\": 1, \"name\": \"cat\"}], \"annotations\": [{\"id\": 1,"
            + " \"image_id\": 1, \"category_id\": 1, \"iscrowd\": 0, \"area\": 4,"
            + " \"bbox\": [1, 1, 2, 2], \"segmentation\": [[1, 1, 3, 3]]}]}");
    Conversion outlines = new Conversion(VocOptions.DEFAULT, YoloOptions.DEFAULT.withOutlines());
    Dataset dataset = outlines.read(json, Format.COCO).dataset();
    Path yolo = folder.resolve("yolo");
    IOException e =
        assertThrows(IOException.class, () -> outlines.write(dataset, yolo, Format.YOLO));
    assertEquals(
        json
            + ": annotations[0].segmentation: polygon 0: expected x and y of at least 3 points,"
            + " found 4 numbers",
        e.getMessage());
    assertTrue(Files.notExists(yolo));
  }

  @Test
  void cocoGivesAllBack() throws IOException {
    Dataset coco = coco();
    Path json = folder.resolve("again.json");
    assertTrue(Conversion.DEFAULT.write(coco, json, Format.COCO).isEmpty());
    Dataset again = CocoDataset.read(json);
    assertSame(coco, again, true);
    assertArrayEquals(coco.annotations().areas(), again.annotations().areas());
    for (int i = 0; i < coco.annotations().size(); i++) {
      assertEquals(coco.annotations().ids().number(i), again.annotations().ids().number(i));
      int image = coco.annotations().image()[i];
      int height = coco.images().heights()[image];
      int width = coco.images().widths()[image];
      assertEquals(
          coco.annotations().shapes().mask(i, height, width),
          again.annotations().shapes().mask(i, height, width));
    }
  }

  @Test
  void formatsAreToldApart() throws IOException {
    assertEquals(Format.COCO, Format.of(Files.createFile(folder.resolve("a.json"))));
    assertEquals(Format.COCO, Format.of(Files.createFile(folder.resolve("a.JSON.gz"))));
    assertEquals(Format.YOLO, Format.of(Files.createFile(folder.resolve("a.yml"))));
    Path other = Files.createFile(folder.resolve("a.csv"));
    IOException e = assertThrows(IOException.class, () -> Format.of(other));
    assertEquals(
        other + ": expected .json or .json.gz (COCO), .xml (VOC) or .yaml (YOLO), or a folder",
        e.getMessage());
    e = assertThrows(IOException.class, () -> Format.of(folder));
    assertTrue(e.getMessage().startsWith(folder + ": expected a folder of VOC"), e.getMessage());
    assertEquals(Format.VOC, Format.of(Files.createFile(folder.resolve("a.xml"))));
    assertEquals(Format.VOC, Format.of(folder));
    e = assertThrows(IOException.class, () -> Format.of(folder.resolve("none")));
    assertEquals(folder.resolve("none") + ": no such file or folder", e.getMessage());
  }
}
