package dev.riffle.coco;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.coco.value.CocoFormatException;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import dev.riffle.eval.match.Evaluator;
import dev.riffle.mask.Rle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are odd and files that are wrong: what is made of them, and what is said of them. */
class CocoFaultsTest {
  private static final String IMAGES = "{\"images\":[{\"id\":1,\"width\":8,\"height\":6}],";
  private static final String CATEGORIES = "\"categories\":[{\"id\":3,\"name\":\"cat\"}]";
  private static final String ANNOTATION =
      "{\"id\":5,\"image_id\":1,\"category_id\":3,\"bbox\":[1,2,3,4],\"area\":12,\"iscrowd\":0}";

  @TempDir private Path folder;

  private Dataset annotations(String text) throws IOException {
    Path path = folder.resolve("gt.json");
    Files.writeString(path, text);
    return CocoDataset.read(path, 2);
  }

  private static String file(String... annotations) {
    return IMAGES + CATEGORIES + ",\"annotations\":[" + String.join(",", annotations) + "]}";
  }

  private Results results(String text) throws IOException {
    Path path = folder.resolve("dt.json");
    Files.writeString(path, text);
    return CocoResults.read(path, annotations(file(ANNOTATION)), false, 2);
  }

  private String complaint(String text) {
    CocoFormatException wrong =
        assertThrows(CocoFormatException.class, () -> annotations(text), text);
    return checked(wrong, "gt.json");
  }

  private String resultsComplaint(String text) {
    CocoFormatException wrong = assertThrows(CocoFormatException.class, () -> results(text), text);
    return checked(wrong, "dt.json");
  }

  private String checked(IOException wrong, String file) {
    String begin = folder.resolve(file) + ": ";
    assertTrue(wrong.getMessage().startsWith(begin), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("\n"), wrong.getMessage());
    return wrong.getMessage().substring(begin.length());
  }

  private static String with(String from, String to) {
    assertTrue(ANNOTATION.contains(from), from);
    return file(ANNOTATION, ANNOTATION.replace(from, to));
  }

  @Test
  void fieldsOfWrongTypesAreNamed() {
    assertEquals(
        "annotations[1].bbox: expected 4 numbers, found 3",
        complaint(with("[1,2,3,4]", "[1,2,3]")));
    assertTrue(
        complaint(with("[1,2,3,4]", "[1,2,\"3\",4]"))
            .startsWith("annotations[1].bbox: expected a number, found \"3\",4]"));
    assertTrue(
        complaint(with("[1,2,3,4]", "null"))
            .startsWith("annotations[1].bbox: expected an array, found null"));
    assertTrue(
        complaint(with("\"area\":12", "\"area\":\"12\""))
            .startsWith("annotations[1].area: expected a number, found \"12\""));
    assertTrue(
        complaint(with("\"image_id\":1", "\"image_id\":1.5"))
            .startsWith("annotations[1].image_id: expected a whole number"));
    assertTrue(
        complaint(with("\"category_id\":3", "\"category_id\":\"3\""))
            .startsWith("annotations[1].category_id: expected a whole number, found \"3\""));
    assertTrue(
        complaint(with("\"iscrowd\":0", "\"iscrowd\":null"))
            .startsWith("annotations[1].iscrowd: expected a whole number, found null"));
    assertTrue(
        complaint(file(ANNOTATION, "7")).startsWith("annotations[1]: expected an object, found 7"));
    assertTrue(
        complaint("{\"images\":[{\"id\":1,\"width\":-8}]," + CATEGORIES + "}")
            .startsWith("images[0].width: expected pixels, found -8"));
    assertTrue(
        complaint("{\"images\":{}," + CATEGORIES + "}")
            .startsWith("images: expected an array, found {}"));
  }

  @Test
  void fieldsThatLackAreNamed() {
    assertEquals(
        "annotations[1]: expected area, which the annotation with id 5 lacks",
        complaint(with("\"area\":12,", "")));
    assertEquals(
        "annotations[1]: expected id, iscrowd, which the annotation lacks",
        complaint(file(ANNOTATION, "{\"image_id\":1,\"category_id\":3,\"area\":0}")));
    assertEquals(
        "annotations[1]: expected bbox, which the annotation with id 5 lacks while others have it",
        complaint(with("\"bbox\":[1,2,3,4],", "")));
    assertEquals(
        "images[0]: expected id, which the image lacks",
        complaint("{\"images\":[{}]," + CATEGORIES + "}"));
    assertEquals("expected images, found none", complaint("{" + CATEGORIES + "}"));
    assertEquals("expected categories, found none", complaint("{\"images\":[]}"));
  }

  @Test
  void whatIsNoAnnotationFileIsSaidToBeNone() {
    for (String text : List.of("", "  ", "[", "[]", "<!DOCTYPE html>\n<html>", "null", "\u0000")) {
      assertTrue(
          complaint(text).startsWith("expected an object with images, annotations and categories"),
          text);
    }
    assertTrue(complaint(file(ANNOTATION) + "}").startsWith("expected nothing more, found }"));
    assertTrue(
        complaint("{\"info\":" + "[".repeat(100_000)).startsWith("info: nested more than 64 deep"));
    assertEquals(
        "categories[1]: id 3 of \"dog\" is taken by an earlier category",
        complaint(
            "{\"images\":[],\"categories\":[{\"id\":3,\"name\":\"cat\"},{\"id\":3,\"name\":\"dog\"}]}"));
    assertEquals(
        "images[1].id: expected a number like the ids before it, found \"b\"",
        complaint("{\"images\":[{\"id\":1},{\"id\":\"b\"}]," + CATEGORIES + "}"));
  }

  @Test
  void aFileCutOffAnywhereIsRefused() throws IOException {
    String text =
        file(
            ANNOTATION,
            ANNOTATION.replace(
                "\"area\"", "\"segmentation\":{\"size\":[6,8],\"counts\":\"a]\\\\\\\"\"},\"area\""),
            ANNOTATION.replace("\"area\"", "\"segmentation\":[[1,2,3.5,4,5,6]],\"area\""));
    annotations(text);
    for (int length = 0; length < text.length(); length++) {
      complaint(text.substring(0, length));
    }
    String results =
        "[{\"image_id\":1,\"category_id\":3,\"bbox\":[1,2,3.25,4e0],\"score\":0.5},"
            + "{\"image_id\":1.0,\"category_id\":30,\"bbox\":[1,2,3,4],\"x\":[{}],\"score\":NaN}]";
    assertEquals(2, results(results).size());
    for (int length = 0; length < results.length(); length++) {
      resultsComplaint(results.substring(0, length));
    }
  }

  @Test
  void aByteChangedAnywhereNeverEndsInOtherThanWords() throws IOException {
    String text = file(ANNOTATION, ANNOTATION.replace("5", "\"\\u0041\""));
    byte[] bytes =
        file(ANNOTATION, ANNOTATION).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Path path = folder.resolve("gt.json");
    for (int i = 0; i < bytes.length; i++) {
      byte was = bytes[i];
      for (byte change :
          new byte[] {0, ' ', '"', '\\', '{', '}', '[', ']', ',', ':', '9', 'e', -1}) {
        bytes[i] = change;
        Files.write(path, bytes);
        try {
          CocoDataset.read(path, 1);
        } catch (CocoFormatException e) {
          checked(e, "gt.json");
        }
      }
      bytes[i] = was;
    }
    assertTrue(complaint(text).startsWith("annotations[1].id: expected a number"));
  }

  @Test
  void anyIdThatPythonTakesIsTaken() throws IOException {
    Dataset dataset =
        annotations(
            file(
                ANNOTATION.replace("\"id\":5", "\"id\":900100581781"),
                ANNOTATION.replace("\"image_id\":1", "\"image_id\":1.0"),
                ANNOTATION.replace("\"image_id\":1", "\"image_id\":\"1\""),
                ANNOTATION.replace("\"category_id\":3", "\"category_id\":4"),
                ANNOTATION.replace("\"iscrowd\":0", "\"iscrowd\":true,\"ignore\":1"),
                ANNOTATION.replace("\"area\":12", "\"area\":-1e3,\"area\":NaN")));
    Annotations annotations = dataset.annotations();
    assertEquals(900100581781L, annotations.ids().number(0));
    assertEquals(5, annotations.ids().number(1));
    assertArrayEquals(new int[] {0, 0, -1, 0, 0, 0}, annotations.image());
    assertArrayEquals(new int[] {0, 0, 0, -1, 0, 0}, annotations.category());
    assertArrayEquals(
        new boolean[] {false, false, false, false, true, false}, annotations.crowds());
    assertTrue(Double.isNaN(annotations.areas()[5]));
  }

  @Test
  void theLastOfTwoImagesAndOfTwoKeysCounts() throws IOException {
    Dataset dataset =
        annotations(
            "{\"annotations\":["
                + ANNOTATION
                    .replace("\"bbox\"", "\"bbox\":[9],\"bbox\"")
                    .replace("[9]", "[9,9,9,9]")
                + "],\"images\":[{\"id\":9}],\"images\":[{\"id\":1,\"width\":5},{\"id\":2},"
                + "{\"id\":1.0,\"width\":7,\"file_name\":\"a\\u0062.jpg\"}],"
                + CATEGORIES
                + "}");
    assertEquals(2, dataset.images().size());
    assertEquals(7, dataset.images().widths()[0]);
    assertEquals(0, dataset.images().heights()[0]);
    assertEquals("ab.jpg", dataset.images().fileNames()[0]);
    assertNull(dataset.images().fileNames()[1]);
    assertArrayEquals(new double[] {1, 2, 3, 4}, dataset.annotations().boxes());
    assertArrayEquals(new int[] {0}, dataset.annotations().image());
  }

  @Test
  void boxesMayLackAltogether() throws IOException {
    Dataset dataset = annotations(file(ANNOTATION.replace("\"bbox\":[1,2,3,4],", "")));
    assertNull(dataset.annotations().boxes());
    dataset = annotations(file());
    assertEquals(0, dataset.annotations().boxes().length);
    dataset = annotations(IMAGES + CATEGORIES + "}"); // as the test sets' files are
    assertEquals(0, dataset.annotations().size());
  }

  private String outlineComplaint(String outline) throws IOException {
    String annotation = ANNOTATION.replace("\"area\"", "\"segmentation\":" + outline + ",\"area\"");
    Dataset dataset = annotations(file(ANNOTATION, annotation));
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class, () -> dataset.annotations().shapes().mask(1, 6, 8));
    String begin = folder.resolve("gt.json") + ": annotations[1].segmentation: ";
    assertTrue(wrong.getMessage().startsWith(begin), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("\n"), wrong.getMessage());
    return wrong.getMessage().substring(begin.length());
  }

  @Test
  void outlinesThatAreNoneAreNamedWhenAskedFor() throws IOException {
    assertEquals(
        "polygon 0: expected x and y of at least 3 points, found 4 numbers",
        outlineComplaint("[[1,2,3,4]]"));
    assertEquals(
        "polygon 1: expected x and y of at least 3 points, found 7 numbers",
        outlineComplaint("[[1,2,3,4,5,6],[1,2,3,4,5,6,7]]"));
    assertTrue(outlineComplaint("[[1,2,3,4,NaN,6]]").startsWith("polygon 0: expected finite"));
    assertTrue(outlineComplaint("\"abc\"").startsWith("expected polygons or run lengths"));
    assertTrue(outlineComplaint("[1,2,3,4,5,6]").startsWith("expected an array, found 1"));
    assertTrue(outlineComplaint("{\"size\":[6,8]}").startsWith("expected counts, found none"));
    assertTrue(outlineComplaint("{\"counts\":[48]}").startsWith("size: expected height and width"));
    assertTrue(outlineComplaint("{\"counts\":[48],\"size\":[-6,-8]}").startsWith("size: expected"));
    assertTrue(outlineComplaint("{\"size\":[6,8],\"counts\":[47]}").contains("47"));
    assertTrue(outlineComplaint("{\"size\":[6,8],\"counts\":[50,-2]}").contains("-2"));
    assertFalse(outlineComplaint("{\"size\":[6,8],\"counts\":\"11\"}").isEmpty());
    assertFalse(outlineComplaint("{\"size\":[6,8],\"counts\":\"PPPPPPPPPPPPPPPP\"}").isEmpty());
    assertFalse(outlineComplaint("{\"size\":[6,8],\"counts\":\"\u00e9\"}").isEmpty());
    assertEquals("there is none", outlineComplaint("[]"));
    assertEquals("there is none", outlineComplaint("null"));
  }

  @Test
  void resultsThatAreNoneAreNamed() {
    String good = "{\"image_id\":1,\"category_id\":3,\"bbox\":[1,2,3,4],\"score\":0.5}";
    assertEquals("expected at least one result, found an empty list", resultsComplaint("[]"));
    assertTrue(resultsComplaint("{\"a\":1}").startsWith("expected a list of results, found {"));
    assertTrue(resultsComplaint("<html>").startsWith("expected a list of results, found <html>"));
    assertEquals(
        "results[1].image_id: expected the id of a picture of "
            + folder.resolve("gt.json")
            + ", found 2",
        resultsComplaint(
            "[" + good + "," + good.replace("\"image_id\":1", "\"image_id\":2") + "]"));
    assertTrue(
        resultsComplaint("[" + good.replace("\"image_id\":1", "\"image_id\":\"1\"") + "]")
            .endsWith(", found \"1\""));
    assertEquals(
        "results[1]: expected bbox, as the first result has",
        resultsComplaint("[" + good + "," + good.replace("bbox", "box") + "]"));
    assertEquals(
        "results[0]: expected score, which the result lacks",
        resultsComplaint("[" + good.replace(",\"score\":0.5", "") + "]"));
    assertEquals(
        "results[0].bbox: expected 4 numbers, found 5",
        resultsComplaint("[" + good.replace("3,4]", "3,4,5]") + "]"));
    assertEquals(
        "results[0]: expected boxes, masks or keypoints, found a caption",
        resultsComplaint("[" + good.replace("\"score\"", "\"caption\":\"x\",\"score\"") + "]"));
    assertEquals(
        "results[0]: expected one of bbox, segmentation, keypoints",
        resultsComplaint("[" + good.replace("[1,2,3,4]", "[]") + "]"));
    assertTrue(
        resultsComplaint("[" + good + "," + good.replace("0.5", "null") + "]")
            .startsWith("results[1].score: expected a number, found null"));
    String mask =
        good.replace("\"bbox\":[1,2,3,4]", "\"segmentation\":{\"size\":[6,8],\"counts\":X}");
    assertTrue(
        resultsComplaint("[" + mask.replace("X", "[48]") + "," + mask.replace("X", "[4]") + "]")
            .startsWith("results[1]: segmentation: "));
    String joints = good.replace("\"bbox\":[1,2,3,4]", "\"keypoints\":[1,2]");
    assertEquals(
        "results[0].keypoints: expected x, y and visibility of each point, found 2 numbers",
        resultsComplaint("[" + joints + "]"));
  }

  @Test
  void oddScoresAndSizesAreTakenAsTheyAre() throws IOException {
    Results results =
        results(
            "[{\"image_id\":1,\"category_id\":3,\"bbox\":[1,2,-3,4],\"score\":NaN},"
                + "{\"image_id\":1,\"category_id\":9,\"bbox\":[-1,2,0,4],\"score\":-Infinity}]");
    assertArrayEquals(new double[] {Double.NaN, Double.NEGATIVE_INFINITY}, results.scores());
    assertArrayEquals(new double[] {-12, 0}, results.areas());
    assertArrayEquals(new int[] {0, -1}, results.category());
  }

  @Test
  void boxesStandInForMasks() throws IOException {
    Results results =
        results(
            "[{\"image_id\":1,\"category_id\":3,\"bbox\":[1,2,3,4],\"score\":1},"
                + "{\"image_id\":1,\"category_id\":3,\"bbox\":[0,0,9,9],\"score\":1,"
                + "\"segmentation\":{\"size\":[6,8],\"counts\":[40,8]}}]");
    Rle rectangle = results.shapes().mask(0, 6, 8);
    assertEquals(12, rectangle.area());
    assertArrayEquals(new double[] {1, 2, 3, 4}, rectangle.box());
    assertEquals(Rle.of(6, 8, new int[] {40, 8}), results.shapes().mask(1, 6, 8));
    assertArrayEquals(new double[] {12, 81}, results.areas());
    Results masks =
        results(
            "[{\"image_id\":1,\"category_id\":3,\"score\":1,"
                + "\"segmentation\":{\"size\":[6,8],\"counts\":[40,8]}},"
                + "{\"image_id\":1,\"category_id\":3,\"score\":1,\"bbox\":[0,0,9,9],"
                + "\"segmentation\":{\"size\":[6,8],\"counts\":[41,7]}}]");
    assertEquals(Results.Kind.MASKS, masks.kind());
    assertArrayEquals(new double[] {8, 7}, masks.areas());
    assertArrayEquals(new double[] {6, 0, 2, 6, 0, 0, 9, 9}, masks.boxes());
  }

  // pycocotools compares masks only, wherever the box beside one lies.
  @Test
  void boxesBesideMasksDoNotHideThem() throws IOException {
    String right = "\"segmentation\":{\"size\":[6,8],\"counts\":[40,8]}";
    String cat = "{\"image_id\":1,\"category_id\":3,\"score\":";
    Path path = folder.resolve("dt.json");
    Files.writeString(
        path,
        "["
            + cat
            + "0.1,\"segmentation\":{\"size\":[6,8],\"counts\":[0,8,40]}},"
            + cat
            + "0.9,\"bbox\":[0,0,1,1],"
            + right
            + "}]");
    Dataset dataset =
        annotations(file(ANNOTATION.replace("\"iscrowd\":0", "\"iscrowd\":0," + right)));
    Results results = CocoResults.read(path, dataset, false, 1);
    Evaluation evaluation = Evaluator.evaluate(dataset, results, Settings.coco(IouType.SEGM));
    // One annotation, found by the surest result at every threshold.
    assertEquals(1, Summary.of(evaluation).stats()[0], 1e-12);
  }

  @Test
  void outlinesOfNothingAreNoneHoweverTheyAreWritten() throws IOException {
    for (String nothing : List.of("[]", "[[]]", "[[],[]]", "[\n  [\n  ]\n]", "null", "{}")) {
      String with = ANNOTATION.replace("}", ",\"segmentation\":" + nothing + "}");
      assertFalse(annotations(file(with)).annotations().shapes().has(0), nothing);
    }
    Dataset wrong = annotations(file(ANNOTATION.replace("}", ",\"segmentation\":[1]}")));
    assertTrue(wrong.annotations().shapes().has(0));
    assertThrows(IllegalArgumentException.class, () -> wrong.annotations().shapes().mask(0, 6, 8));
  }

  @Test
  void listsAndMatricesGiveTheSameResults() throws IOException {
    Dataset dataset = annotations(file(ANNOTATION));
    double[][] rows = {{1, 0.5, 1.25, 2, 3, 0.75, 3}, {1, 0, 0, 4, 4, 0.25, 8}};
    Results matrix = CocoResults.of(rows, dataset);
    Results list =
        CocoResults.of(
            List.of(
                new CocoResult(
                    new ImageId.Number(1),
                    3,
                    new dev.riffle.box.Box(0.5f, 1.25f, 2.5f, 4.25f),
                    0.75f),
                new CocoResult(
                    new ImageId.Number(1), 8, new dev.riffle.box.Box(0, 0, 4, 4), 0.25f)),
            dataset);
    for (Results results : List.of(matrix, list)) {
      assertArrayEquals(new int[] {0, 0}, results.image());
      assertArrayEquals(new int[] {0, -1}, results.category());
      assertArrayEquals(new double[] {0.5, 1.25, 2, 3, 0, 0, 4, 4}, results.boxes());
      assertArrayEquals(new double[] {6, 16}, results.areas());
      assertArrayEquals(new double[] {0.75, 0.25}, results.scores());
    }
    assertThrows(CocoFormatException.class, () -> CocoResults.of(new double[0][], dataset));
    assertThrows(CocoFormatException.class, () -> CocoResults.of(List.of(), dataset));
    for (double[] row :
        new double[][] {
          {1, 2}, {2, 0, 0, 1, 1, 1, 3}, {1.5, 0, 0, 1, 1, 1, 3}, {1, 0, 0, 1, 1, 1, .5}
        }) {
      assertThrows(CocoFormatException.class, () -> CocoResults.of(new double[][] {row}, dataset));
    }
  }

  @Test
  void filesThatAreNotThereAreNamed() throws IOException {
    Path absent = folder.resolve("absent.json");
    IOException wrong = assertThrows(IOException.class, () -> CocoDataset.read(absent));
    assertEquals(absent + ": no such file", wrong.getMessage());
    wrong = assertThrows(IOException.class, () -> CocoDataset.read(folder));
    assertEquals(folder + ": is a folder, expected a JSON file", wrong.getMessage());
  }

  @Test
  void gzipThatIsCutOffIsRefused() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(file(ANNOTATION).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    byte[] whole = packed.toByteArray();
    Path path = folder.resolve("gt.json");
    Files.write(path, whole);
    assertEquals(1, CocoDataset.read(path).annotations().size());
    for (int length = 2; length < whole.length; length++) {
      Files.write(path, java.util.Arrays.copyOf(whole, length));
      IOException wrong = assertThrows(IOException.class, () -> CocoDataset.read(path));
      checked(wrong, "gt.json");
    }
  }

  @Test
  void aMarkOfByteOrderIsPassedOver() throws IOException {
    assertEquals(1, annotations("\ufeff" + file(ANNOTATION)).annotations().size());
  }
}
