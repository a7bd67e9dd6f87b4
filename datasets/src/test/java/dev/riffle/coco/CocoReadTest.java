package dev.riffle.coco;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.riffle.coco.read.AnnotationsFile;
import dev.riffle.coco.read.ResultsFile;
import dev.riffle.coco.value.CocoFormatException;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.json.JsonBytes;
import dev.riffle.mask.Polygons;
import dev.riffle.mask.Rle;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real and made files, field by field against Gson's tree. */
class CocoReadTest {

  private static List<Path> edgeCases() throws IOException {
    try (Stream<Path> folders = Files.list(Shared.path("coco-eval/edge"))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static Dataset assertAnnotationsAreGsons(Path path) throws IOException {
    Dataset dataset = CocoDataset.read(path, 2);
    Map<String, JsonObject> images = CocoTree.byId(path, "images");
    assertEquals(images.size(), dataset.images().size());
    int row = 0;
    for (Map.Entry<String, JsonObject> image : images.entrySet()) {
      assertEquals(image.getKey(), dataset.images().ids().text(row));
      assertEquals(image.getValue().get("width").getAsInt(), dataset.images().widths()[row]);
      assertEquals(image.getValue().get("height").getAsInt(), dataset.images().heights()[row]);
      JsonElement name = image.getValue().get("file_name");
      assertEquals(
          name == null ? null : name.getAsString(),
          dataset.images().fileNames() == null ? null : dataset.images().fileNames()[row]);
      row++;
    }
    List<String> categories = new ArrayList<>();
    dataset.categories().list().forEach(c -> categories.add(c.id() + " " + c.name()));
    List<String> expected = new ArrayList<>();
    CocoTree.byId(path, "categories")
        .forEach((id, category) -> expected.add(id + " " + category.get("name").getAsString()));
    assertEquals(expected, categories);
    Annotations annotations = dataset.annotations();
    int[] count = {0};
    CocoTree.visit(
        path,
        Map.of("annotations", (i, tree) -> assertAnnotation(dataset, images, i, tree, count)));
    assertEquals(count[0], annotations.size());
    return dataset;
  }

  private static void assertAnnotation(
      Dataset dataset, Map<String, JsonObject> images, int i, JsonObject tree, int[] count) {
    count[0]++;
    Annotations annotations = dataset.annotations();
    String where = dataset.source() + " " + i;
    assertEquals(CocoTree.id(tree.get("id")), annotations.ids().text(i), where);
    String image = CocoTree.id(tree.get("image_id"));
    int place = annotations.image()[i];
    assertEquals(images.containsKey(image), place >= 0, where);
    if (place >= 0) {
      assertEquals(image, dataset.images().ids().text(place), where);
    }
    int category = annotations.category()[i];
    long categoryId = tree.get("category_id").getAsLong();
    assertEquals(
        dataset.categories().list().stream().anyMatch(c -> c.id() == categoryId), category >= 0);
    if (category >= 0) {
      assertEquals(categoryId, dataset.categories().get(category).id(), where);
    }
    assertArrayEquals(
        CocoTree.numbers(tree.get("bbox")),
        Arrays.copyOfRange(annotations.boxes(), 4 * i, 4 * i + 4),
        where);
    assertEquals(CocoTree.number(tree.get("area")), annotations.areas()[i], where);
    assertEquals(tree.get("iscrowd").getAsInt() != 0, annotations.crowds()[i], where);
    assertEquals(tree.has("segmentation"), annotations.shapes().has(i), where);
    if (tree.has("segmentation") && place >= 0 && i % 16 == 0) {
      int height = dataset.images().heights()[place];
      int width = dataset.images().widths()[place];
      Rle mask = annotations.shapes().mask(i, height, width);
      assertEquals(mask(tree.get("segmentation"), height, width), mask, where);
    }
    if (tree.has("keypoints")) {
      double[] points = annotations.keypoints().points()[i];
      assertArrayEquals(CocoTree.numbers(tree.get("keypoints")), points, where);
      int labelled = tree.get("num_keypoints").getAsInt();
      assertEquals(labelled, annotations.keypoints().labelled()[i], where);
    }
  }

  private static Rle mask(JsonElement outline, int height, int width) {
    if (outline.isJsonArray()) {
      List<double[]> polygons = new ArrayList<>();
      outline.getAsJsonArray().forEach(polygon -> polygons.add(CocoTree.numbers(polygon)));
      return Polygons.rasterise(polygons.toArray(double[][]::new), height, width);
    }
    JsonObject runs = outline.getAsJsonObject();
    int h = runs.getAsJsonArray("size").get(0).getAsInt();
    int w = runs.getAsJsonArray("size").get(1).getAsInt();
    if (runs.get("counts").isJsonArray()) {
      double[] counts = CocoTree.numbers(runs.get("counts"));
      return Rle.of(h, w, Arrays.stream(counts).mapToInt(count -> (int) count).toArray());
    }
    byte[] text = runs.get("counts").getAsString().getBytes(StandardCharsets.US_ASCII);
    return Rle.decode(h, w, text, 0, text.length);
  }

  private static Results assertResultsAreGsons(Path path, Dataset dataset, boolean masksOnly)
      throws IOException {
    Results results = CocoResults.read(path, dataset, masksOnly, 2);
    int[] count = {0};
    CocoTree.visit(
        path, Map.of("", (i, tree) -> assertResult(results, dataset, i, tree, masksOnly, count)));
    assertEquals(count[0], results.size());
    return results;
  }

  private static void assertResult(
      Results results, Dataset dataset, int i, JsonObject tree, boolean masksOnly, int[] count) {
    count[0]++;
    String where = results.source() + " " + i;
    String image = CocoTree.id(tree.get("image_id"));
    assertEquals(image, dataset.images().ids().text(results.image()[i]), where);
    long id = tree.get("category_id").getAsLong();
    int category = results.category()[i];
    assertEquals(dataset.categories().list().stream().anyMatch(c -> c.id() == id), category >= 0);
    if (category >= 0) {
      assertEquals(id, dataset.categories().get(category).id(), where);
    }
    assertEquals(CocoTree.number(tree.get("score")), results.scores()[i], where);
    double[] box = Arrays.copyOfRange(results.boxes(), 4 * i, 4 * i + 4);
    if (tree.has("bbox") && !masksOnly) {
      assertEquals(Results.Kind.BOXES, results.kind());
      assertArrayEquals(CocoTree.numbers(tree.get("bbox")), box, where);
      assertEquals(box[2] * box[3], results.areas()[i], where);
    } else if (tree.has("segmentation")) {
      assertEquals(Results.Kind.MASKS, results.kind());
      int place = results.image()[i];
      Rle mask =
          mask(
              tree.get("segmentation"),
              dataset.images().heights()[place],
              dataset.images().widths()[place]);
      assertEquals(mask.area(), results.areas()[i], where);
      assertArrayEquals(mask.box(), box, where);
      assertEquals(mask, results.shapes().mask(i, -1, -1), where);
    } else {
      assertEquals(Results.Kind.KEYPOINTS, results.kind());
      double[] points = CocoTree.numbers(tree.get("keypoints"));
      assertArrayEquals(points, results.keypoints().points()[i], where);
      double left = Double.POSITIVE_INFINITY;
      double right = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < points.length; k += 3) {
        left = Math.min(left, points[k]);
        right = Math.max(right, points[k]);
      }
      assertEquals(left, box[0], where);
      assertEquals(right - left, box[2], where);
      assertEquals(box[2] * box[3], results.areas()[i], where);
    }
  }

  @Test
  void edgeCasesAreAsGsonReadsThem() throws IOException {
    int refused = 0;
    for (Path folder : edgeCases()) {
      Dataset dataset = assertAnnotationsAreGsons(folder.resolve("gt.json"));
      Path results = folder.resolve("dt.json");
      if (Files.exists(folder.resolve("expected_error.txt"))) {
        assertThrows(CocoFormatException.class, () -> CocoResults.read(results, dataset));
        refused++;
      } else {
        boolean masksOnly = Files.readString(folder.resolve("args.txt")).contains("--mask-area");
        assertResultsAreGsons(results, dataset, masksOnly);
      }
    }
    assertTrue(refused >= 2);
  }

  @Test
  void realAnnotationsAreAsGsonReadsThem() throws IOException {
    Path folder = Shared.path("coco-eval/val2014");
    Dataset dataset = assertAnnotationsAreGsons(folder.resolve("instances_val2014_100.json"));
    for (String kind : List.of("bbox", "segm")) {
      String name = "instances_val2014_fake" + kind + "100_results.json";
      assertResultsAreGsons(folder.resolve(name), dataset, false);
    }
  }

  @Test
  void largeFilesAreAsGsonReadsThem() throws IOException {
    Path folder = Shared.path("coco-eval/synthetic");
    for (String name : List.of("synth", "synth_small", "synth_kpt")) {
      Dataset dataset = assertAnnotationsAreGsons(folder.resolve(name + "_gt.json.gz"));
      assertResultsAreGsons(folder.resolve(name + "_dt.json.gz"), dataset, false);
      if (name.equals("synth_small")) {
        assertResultsAreGsons(folder.resolve(name + "_dt_segm.json.gz"), dataset, false);
      }
    }
  }

  @Test
  void piecesAndThreadsDoNotShow() throws IOException {
    Path folder = Shared.path("coco-eval/synthetic");
    JsonBytes gt = JsonBytes.read(folder.resolve("synth_kpt_gt.json.gz"), 1);
    JsonBytes dt = JsonBytes.read(folder.resolve("synth_kpt_dt.json.gz"), 1);
    Dataset one = new AnnotationsFile("gt", gt).read(1, Integer.MAX_VALUE / 2);
    Results oneResults = new ResultsFile("dt", dt, one, true).read(1, Integer.MAX_VALUE / 2);
    for (int pieceBytes : new int[] {1, 100, 1000, 4096, 33_333}) {
      Dataset many = new AnnotationsFile("gt", gt).read(3, pieceBytes);
      assertEquals(one.annotations().ids().number(7), many.annotations().ids().number(7));
      assertArrayEquals(one.annotations().image(), many.annotations().image());
      assertArrayEquals(one.annotations().category(), many.annotations().category());
      assertArrayEquals(one.annotations().boxes(), many.annotations().boxes());
      assertArrayEquals(one.annotations().areas(), many.annotations().areas());
      assertArrayEquals(one.annotations().crowds(), many.annotations().crowds());
      assertArrayEquals(
          one.annotations().keypoints().labelled(), many.annotations().keypoints().labelled());
      assertArrayEquals(
          one.annotations().keypoints().points(), many.annotations().keypoints().points());
      Results results = new ResultsFile("dt", dt, many, true).read(3, pieceBytes);
      assertArrayEquals(oneResults.image(), results.image());
      assertArrayEquals(oneResults.category(), results.category());
      assertArrayEquals(oneResults.boxes(), results.boxes());
      assertArrayEquals(oneResults.scores(), results.scores());
      assertArrayEquals(oneResults.keypoints().points(), results.keypoints().points());
    }
  }

  @Test
  void packedAndPlainAreTheSame(@org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
    Path packed = Shared.path("coco-eval/synthetic/synth_kpt_gt.json.gz");
    Path plain = folder.resolve("plain.txt");
    try (var in = CocoTree.opened(packed)) {
      Files.copy(in, plain);
    }
    assertArrayEquals(
        CocoDataset.read(packed).annotations().areas(),
        CocoDataset.read(plain).annotations().areas());
  }

  @Test
  void writtenFilesAreReadBack(@org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path edge : edgeCases()) {
      files.add(edge.resolve("gt.json"));
    }
    files.add(Shared.path("coco-eval/val2014/instances_val2014_100.json"));
    files.add(Shared.path("coco-eval/synthetic/synth_small_gt.json.gz"));
    files.add(Shared.path("coco-eval/synthetic/synth_kpt_gt.json.gz"));
    for (Path file : files) {
      Dataset dataset = CocoDataset.read(file);
      Path copy = folder.resolve("copy.json");
      int dropped = CocoDataset.write(dataset, copy);
      Dataset again = assertAnnotationsAreGsons(copy);
      assertEquals(dataset.annotations().size() - dropped, again.annotations().size());
      assertEquals(dataset.categories(), again.categories());
      assertArrayEquals(dataset.images().fileNames(), again.images().fileNames());
      if (dropped == 0) {
        assertArrayEquals(dataset.annotations().boxes(), again.annotations().boxes());
        assertArrayEquals(dataset.annotations().areas(), again.annotations().areas());
        assertArrayEquals(dataset.annotations().image(), again.annotations().image());
        for (int i = 0; i < dataset.annotations().size(); i += 50) {
          assertEquals(dataset.annotations().shapes().has(i), again.annotations().shapes().has(i));
        }
      }
      // The tree of the copy says no more and no less about outlines.
      JsonObject[] first = new JsonObject[2];
      CocoTree.visit(file, Map.of("annotations", (i, tree) -> first[0] = i == 0 ? tree : first[0]));
      CocoTree.visit(copy, Map.of("annotations", (i, tree) -> first[1] = i == 0 ? tree : first[1]));
      if (dropped == 0) {
        assertEquals(first[0].get("segmentation"), first[1].get("segmentation"));
      }
    }
  }
}
