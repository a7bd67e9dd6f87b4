package dev.riffle.yolo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Categories;
import dev.riffle.box.Category;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.dataset.PolygonShapes;
import dev.riffle.dataset.Shapes;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.Reading;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YoloDatasetTest {

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private void picture(String name, int width, int height) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    ImageIO.write(
        new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", path.toFile());
  }

  private static String refusal(Path path) {
    return assertThrows(IOException.class, () -> YoloDataset.read(path)).getMessage();
  }

  private static Dataset dataset(
      String name, int width, int height, double[] boxes, Shapes shapes) {
    int size = boxes.length / 4;
    long[] ids = new long[size];
    double[] areas = new double[size];
    for (int i = 0; i < size; i++) {
      ids[i] = i + 1;
      areas[i] = boxes[4 * i + 2] * boxes[4 * i + 3];
    }
    return new Dataset(
        "made",
        new Images(Ids.of(1L), new String[] {name}, new int[] {width}, new int[] {height}),
        new Categories(List.of(new Category(1, "cat"), new Category(2, "dog"))),
        new Annotations(
            Ids.of(ids),
            new int[size],
            new int[size],
            boxes,
            areas,
            new boolean[size],
            shapes,
            null));
  }

  @Test
  void fractionsBecomePixels() throws IOException {
    file("data.yaml", "train: images/train\nval: images/val\nnc: 2\nnames: [cat, dog]\n");
    picture("images/train/s/b.png", 200, 100);
    picture("images/train/a.png", 10, 10);
    picture("images/val/c.png", 30, 20);
    file("labels/train/s/b.txt", "1 0.5 0.5 0.25 0.5\n\n  0 0.1\t0.2 0.1 0.2 \n");
    file("labels/train/stray.txt", "0 0.5 0.5 0.5 0.5\n");
    file("labels/val/c.txt", "0 0.5 0.5 1 1\n");
    Reading reading = YoloDataset.read(folder, YoloOptions.DEFAULT.withSplit("train"));
    Dataset dataset = reading.dataset();
    assertArrayEquals(new String[] {"a.png", "s/b.png"}, dataset.images().fileNames());
    assertArrayEquals(new int[] {10, 200}, dataset.images().widths());
    assertArrayEquals(new int[] {1, 1}, dataset.annotations().image());
    assertArrayEquals(new int[] {1, 0}, dataset.annotations().category());
    // 100 - 25, 50 - 25, 50, 50; 20 - 10, 20 - 10, 20, 20
    assertArrayEquals(new double[] {75, 25, 50, 50, 10, 10, 20, 20}, dataset.annotations().boxes());
    assertEquals(2500, dataset.annotations().areas()[0]);
    assertEquals(folder.resolve("images/train"), reading.pictures().orElseThrow());
    assertEquals(
        List.of("1 file of labels without a picture left out: their sizes are unknown"),
        reading.losses().lines());
    Dataset all = YoloDataset.read(folder.resolve("data.yaml")).dataset();
    assertArrayEquals(
        new String[] {"images/train/a.png", "images/train/s/b.png", "images/val/c.png"},
        all.images().fileNames());
    assertEquals(3, all.annotations().size());
  }

  @Test
  void outlinesHaveTheirBoxAndArea() throws IOException {
    file("classes.txt", "cat\n");
    picture("images/7.png", 100, 50);
    file("labels/7.txt", "0 0.1 0.2 0.5 0.2 0.5 0.6\n");
    Dataset dataset = YoloDataset.read(folder).dataset();
    assertEquals(7, dataset.images().ids().number(0));
    assertArrayEquals(new double[] {10, 10, 40, 20}, dataset.annotations().boxes());
    assertEquals(400, dataset.annotations().areas()[0]);
    assertArrayEquals(
        new double[] {10, 10, 50, 10, 50, 30}, dataset.annotations().shapes().polygons(0)[0]);
    assertTrue(dataset.annotations().shapes().mask(0, 50, 100).area() > 300);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "names: [cat, 'big dog']",
        "names: [ \"cat\",\n  'big dog', ]   # two",
        "names:\n  0: cat\n  1: big dog",
        "names:\n  1: \"big dog\"  # second\n  0: cat\n",
        "names:\n- cat\n- big dog",
        "names:\n    - cat\n\n    - 'big dog'\nnc: 2",
        "names: {0: cat, 1: 'big dog'}",
        "# comment\n---\nnames:\n  0: cat\n  1: big dog\ndownload: |\n  import os\n  a: b\nroboflow:\n"
            + "  workspace: x\n  deep:\n    deeper: y"
      })
  void descriptionsAreWrittenInManyWays(String names) throws IOException {
    picture("images/train/a.png", 10, 10);
    file("data.yaml", names + "\npath: /not/on/this/machine\ntrain: ../images/train # here\n");
    assertEquals(
        List.of("cat", "big dog"), YoloDataset.read(folder).dataset().categories().names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "names: [cat#2, 'a: b', \"it's #1\", \"q\\\"q\"] | cat#2;a: b;it's #1;q\"q",
        "names: {0: a:b, 1: 'it''s'} | a:b;it's",
        "names: ['a,b', ']'] | a,b;]",
        // As PyYAML writes names that are not ASCII, and JSON's surrogates.
        "names: [\"caf\\xE9\", \"\\u732B\", \"\\U0001F408\", \"\\ud83d\\udc08\"] | café;猫;🐈;🐈",
        "names: [\"a\\tb\", 'a\\tb', \"c\\\\n\", \"\\/\"] | a\tb;a\\tb;c\\n;/",
      })
  void quotesAndMarksAreUnderstood(String yaml, String names) throws IOException {
    picture("images/a.png", 10, 10);
    file("data.yaml", yaml + "\ntrain: images\n");
    assertEquals(
        List.of(names.split(";")), YoloDataset.read(folder).dataset().categories().names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "names: [a, b]\\nnc: 3\\ntrain: images | :2: nc is 3, but there are 2 names",
        "names: {0: a, 2: b}\\ntrain: images |"
            + " :1: names: expected the classes 0 to 1, each once, found \"2\"",
        "names: {0: a, 0: b}\\ntrain: images |"
            + " :1: names: expected the classes 0 to 1, each once, found \"0\"",
        "names: {a, b}\\ntrain: images | :1: expected a key and a colon, found \"a\"",
        "train: images | : expected names, a list or a map of the classes",
        "names: [a, b\\n | :1: expected ']', found the end of the file",
        "names: [\"\\q\"]\\n | :1: expected an escape of YAML's, found \"\\q\"",
        "names: [\"\\x4\"]\\n | :1: expected an escape of YAML's, found \"\\x4\"",
        "names: ['a]\\n | :1: expected ']', found the end of the file",
        "names: [a]\\n | : expected train, val or test, found none of them",
        "names: [a]\\nnames: [b]\\n | :2: the key \"names\" is there already",
        "- a | :1: expected a key and a colon, found \"- a\"",
        "names: [a]\\ntrain: pictures | :2: no file or folder FOLDER/pictures",
        "names: [a]\\ntrain: images\\ncategory_ids: [1, 2] |"
            + " :3: category_ids: expected 1, one a name, found 2",
        "names: [a, b]\\ntrain: images\\ncategory_ids: [1, 1] |"
            + " :3: category_ids: expected each once, found one twice",
        "names: [a]\\ntrain: images\\ncategory_ids: [x] |"
            + " :3: category_ids: expected a whole number, found \"x\"",
      })
  void wrongDescriptionsAreRefusedWithTheirLine(String yaml, String message) throws IOException {
    picture("images/a.png", 10, 10);
    Path data = file("data.yaml", yaml.replace("\\n", "\n"));
    assertEquals(data + message.replace("FOLDER", folder.toString()), refusal(folder));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0.5 0.5 0.5 | expected a class and a box (middle x, y, width, height) or at least three"
            + " points (x, y), found 4 numbers",
        "0 0.5 0.5 0.5 0.5 0.9 | expected a class and a box (middle x, y, width, height) or at"
            + " least three points (x, y), found 6 numbers; with a score it is a detection",
        "2 0.5 0.5 0.5 0.5 | expected a class from 0 to 1, found \"2\"",
        "-1 0.5 0.5 0.5 0.5 | expected a class from 0 to 1, found \"-1\"",
        "0.5 0.5 0.5 0.5 0.5 | expected a class from 0 to 1, found \"0.5\"",
        "cat 0.5 0.5 0.5 0.5 | expected a number, found \"cat\"",
        "0 nan 0.5 0.5 0.5 | expected a number, found \"nan\"",
        "0 0.5 1e400 0.5 0.5 | expected a number, found \"1e400\"",
        "0 0.5 1e-999999999 0.5 0.5 | expected a number, found \"1e-999999999\"",
        "0 0,5 0.5 0.5 0.5 | expected a number, found \"0,5\"",
        "99999999999 0.5 0.5 0.5 0.5 | expected a class from 0 to 1, found \"99999999999\"",
      })
  void wrongLabelsAreRefusedWithTheirLine(String line, String message) throws IOException {
    file("classes.txt", "cat\ndog\n");
    picture("images/a.png", 10, 10);
    Path labels = file("labels/a.txt", "0.0 0.5 0.5 0.5 0.5\n" + line + "\n");
    assertEquals(labels + ":2: " + message, refusal(folder));
  }

  @Test
  void labelsMayLieBesidePicturesAndListsNamePictures() throws IOException {
    picture("obj/a.png", 10, 10);
    file("obj/a.txt", "0 0.5 0.5 1 1\n");
    picture("obj/b.png", 10, 10);
    file("train.txt", "./obj/b.png\nobj/a.png\n");
    file("data.yaml", "names: [x]\ntrain: train.txt\n");
    Dataset dataset = YoloDataset.read(folder).dataset();
    assertArrayEquals(new String[] {"obj/a.png", "obj/b.png"}, dataset.images().fileNames());
    assertEquals(1, dataset.annotations().size());
    Path list = file("train.txt", "obj/b.png\nobj/none.png\n");
    assertEquals(list + ":2: no file " + folder.resolve("obj/none.png"), refusal(folder));
  }

  @Test
  void aPictureOfSeveralPartsIsReadOnce() throws IOException {
    picture("images/a.png", 10, 10);
    picture("images/val/b.png", 10, 10);
    file("labels/a.txt", "0 0.5 0.5 1 1\n");
    file("labels/val/b.txt", "0 0.5 0.5 1 1\n");
    file("test.txt", "images/a.png\n");
    file("data.yaml", "names: [x]\ntrain: images\nval: images/val\ntest: test.txt\n");
    Dataset dataset = YoloDataset.read(folder).dataset();
    assertArrayEquals(
        new String[] {"images/a.png", "images/val/b.png"}, dataset.images().fileNames());
    assertEquals(2, dataset.annotations().size());
  }

  // An ImageNet-like habit: files that are called by a number and nothing else.
  @Test
  void listedPicturesNeedNoEnding() throws IOException {
    picture("images/17", 10, 10);
    file("labels/17.txt", "0 0.5 0.5 1 1\n");
    file("data.yaml", "names: [x]\ntrain: train.txt\n");
    file("train.txt", "images/17\n");
    assertEquals(1, YoloDataset.read(folder).dataset().annotations().size());
  }

  @Test
  void foldersThatAreLinksAreLookedInto() throws IOException {
    picture("elsewhere/a.png", 10, 10);
    file("elsewhere/more/labels.txt", "");
    picture("elsewhere/more/b.png", 10, 10);
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.createSymbolicLink(data.resolve("images"), folder.resolve("elsewhere"));
    file("data/classes.txt", "cat\n");
    assertArrayEquals(
        new String[] {"a.png", "more/b.png"},
        YoloDataset.read(data).dataset().images().fileNames());
    Files.createSymbolicLink(folder.resolve("elsewhere/round"), folder.resolve("elsewhere"));
    assertEquals(
        data.resolve("images/round")
            + ": cannot be read, a link leads back to a folder that it is in",
        refusal(data));
  }

  @Test
  void namesThatTwoGivenCategoriesHaveAreRefused() throws IOException {
    picture("images/a.png", 10, 10);
    file("labels/a.txt", "1 0.5 0.5 1 1\n");
    file("classes.txt", "cat\ndog\n");
    Categories twice =
        new Categories(
            List.of(
                new Category(3, "dog"),
                new Category(5, "cat"),
                new Category(8, "dog"),
                new Category(9, "dog")));
    IOException e =
        assertThrows(
            IOException.class,
            () -> YoloDataset.read(folder, YoloOptions.DEFAULT.withCategories(twice)));
    assertEquals(
        folder
            + ": category \"dog\": expected one of that name among those given, found ids 3 and 8",
        e.getMessage());
    // Where the files have the very same list, places tell them apart.
    file("classes.txt", "dog\ncat\ndog\ndog\n");
    file("labels/a.txt", "2 0.5 0.5 1 1\n");
    Dataset same = YoloDataset.read(folder, YoloOptions.DEFAULT.withCategories(twice)).dataset();
    assertArrayEquals(new int[] {2}, same.annotations().category());
  }

  @Test
  void foldersWithoutPicturesAreRefused() throws IOException {
    file("labels/a.txt", "0 0.5 0.5 1 1\n");
    assertEquals(
        folder + ": expected pictures, found none; their sizes are needed", refusal(folder));
    file("a.png", "no picture");
    assertTrue(refusal(folder).startsWith(folder.resolve("a.png") + ": not a picture"));
    assertEquals(folder.resolve("no") + ": no such file or folder", refusal(folder.resolve("no")));
  }

  @Test
  void anyBoxInsideComesBackAsTheSameDoubles() throws IOException {
    Random random = new Random(5);
    int[][] sides = {{640, 427}, {333, 500}, {1, 1}, {4093, 3}};
    for (int[] side : sides) {
      double[] boxes = new double[4 * 500];
      for (int i = 0; i < 500; i++) {
        for (int axis = 0; axis < 2; axis++) {
          double start = random.nextDouble() * side[axis];
          double length = random.nextDouble() * (side[axis] - start) * 0.999;
          boolean isShort = i % 2 == 0 && side[axis] > 300;
          boxes[4 * i + axis] = isShort ? Math.floor(start * 100) / 100 : start;
          boxes[4 * i + 2 + axis] = isShort ? Math.ceil(length * 90) / 100 + 0.01 : length;
        }
      }
      Path yolo = folder.resolve("yolo" + side[0]);
      picture("from" + side[0] + "/1.png", side[0], side[1]);
      Dataset dataset = dataset("1.png", side[0], side[1], boxes, Shapes.NONE);
      Losses losses =
          YoloDataset.write(
              dataset, yolo, YoloOptions.DEFAULT.withPictures(folder.resolve("from" + side[0])));
      double[] back = YoloDataset.read(yolo).dataset().annotations().boxes();
      assertEquals(List.of(), losses.lines());
      assertArrayEquals(boxes, back);
    }
  }

  @Test
  void whatYoloCannotSayIsSaid() throws IOException {
    double[] boxes = {
      -5,
      -5,
      10,
      10, // half outside
      0,
      0,
      100,
      50, // all of it
      200,
      5,
      5,
      5, // outside
      5,
      5,
      0,
      5, // nothing
      Double.NaN,
      5,
      5,
      5, //
      10,
      10,
      5,
      5, // a crowd
    };
    Dataset dataset = dataset("1.png", 100, 50, boxes, Shapes.NONE);
    dataset.annotations().crowds()[5] = true;
    Path yolo = folder.resolve("yolo");
    assertEquals(
        List.of(
            "1 crowd annotation left out: YOLO has no crowds",
            "1 box or outline that is not finite left out: there are no such numbers",
            "2 boxes without area inside its picture left out: YOLO's trainers refuse it",
            "1 box or outline beyond its picture cut off at the edge"),
        YoloDataset.write(dataset, yolo).lines());
    assertEquals(
        "0 0.025 0.05 0.05 0.1\n0 0.5 0.5 1 1\n",
        Files.readString(yolo.resolve("labels/train/1.txt")));
    assertEquals(
        "train: images/train\nnc: 2\nnames:\n  0: \"cat\"\n  1: \"dog\"\n",
        Files.readString(yolo.resolve("data.yaml")));
  }

  @Test
  void outlinesOfSeveralPolygonsKeepTheirArea() throws IOException {
    double[][] polygons = {
      {10, 10, 20, 10, 20, 20, 10, 20},
      {30, 12, 30, 22, 40, 22, 40, 12}, // the other way round
      {12, 40, 14, 40, 14, 44}
    };
    Dataset dataset =
        dataset(
            "1.png",
            100,
            50,
            new double[] {10, 10, 30, 34, 1, 2, 3, 4},
            new PolygonShapes(new double[][][] {polygons, null}));
    picture("from/1.png", 100, 50);
    Path yolo = folder.resolve("yolo");
    Losses losses =
        YoloDataset.write(
            dataset, yolo, YoloOptions.DEFAULT.withOutlines().withPictures(folder.resolve("from")));
    assertTrue(
        losses
            .lines()
            .contains("1 outline of several polygons joined into one by lines to and fro"),
        losses.toString());
    assertTrue(
        losses
            .lines()
            .contains("1 annotation without an outline written as polygons of four points"),
        losses.toString());
    Annotations back = YoloDataset.read(yolo).dataset().annotations();
    assertEquals(100 + 100 + 4, back.areas()[0], 1e-9);
    assertArrayEquals(new double[] {10, 10, 30, 34, 1, 2, 3, 4}, back.boxes());
    assertArrayEquals(new double[] {1, 2, 4, 2, 4, 6, 1, 6}, back.shapes().polygons(1)[0]);
    // The mask of the joined one has all pixels of the three and few more, along the bridges.
    long apart = dataset.annotations().shapes().mask(0, 50, 100).area();
    long joined = back.shapes().mask(0, 50, 100).area();
    assertTrue(joined >= apart && joined <= apart + 30, apart + " " + joined);
  }

  @Test
  void partsShareOneDescription() throws IOException {
    Dataset train = dataset("1.png", 100, 50, new double[] {1, 2, 3, 4}, Shapes.NONE);
    Dataset val = dataset("2.png", 100, 50, new double[] {1, 2, 3, 4}, Shapes.NONE);
    Path yolo = folder.resolve("yolo");
    YoloDataset.write(Map.of("val", val, "train", train), yolo, YoloOptions.DEFAULT);
    assertTrue(
        Files.readString(yolo.resolve("data.yaml"))
            .startsWith("train: images/train\nval: images/val\n"));
    assertTrue(Files.exists(yolo.resolve("labels/val/2.txt")));
    Dataset other = new Dataset("other", val.images(), Categories.numbered(3), val.annotations());
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                YoloDataset.write(
                    Map.of("train", train, "val", other),
                    folder.resolve("no"),
                    YoloOptions.DEFAULT));
    assertEquals("other: expected the same categories as in made", e.getMessage());
    e =
        assertThrows(
            IOException.class,
            () ->
                YoloDataset.write(
                    train, folder.resolve("no"), YoloOptions.DEFAULT.withSplit("../x")));
    assertEquals("\"../x\": expected one of train, val, test", e.getMessage());
    assertFalse(Files.exists(folder.resolve("no")));
  }

  @Test
  void idsAndStrangeNamesOfCategoriesComeBack() throws IOException {
    Dataset plain = dataset("1.png", 100, 50, new double[] {1, 2, 3, 4}, Shapes.NONE);
    Categories strange =
        new Categories(
            List.of(
                new Category(7, "it's \"a\": b"),
                new Category(900_100_581_781L, "\\ # x, [y]"),
                new Category(0, " \n\t")));
    Dataset dataset = new Dataset("made", plain.images(), strange, plain.annotations());
    picture("from/1.png", 100, 50);
    Path yolo = folder.resolve("yolo");
    YoloDataset.write(dataset, yolo, YoloOptions.DEFAULT.withPictures(folder.resolve("from")));
    assertEquals(strange, YoloDataset.read(yolo).dataset().categories());
  }

  @Test
  void sizesAreNeeded() {
    Dataset dataset = dataset("1.png", 100, 0, new double[] {1, 2, 3, 4}, Shapes.NONE);
    IOException e =
        assertThrows(IOException.class, () -> YoloDataset.write(dataset, folder.resolve("yolo")));
    assertEquals(
        "made: picture 1: expected its width and height, of which YOLO's numbers are fractions,"
            + " found 100x0",
        e.getMessage());
  }

  @Test
  void nothingIsWrittenOutsideTheFolder() throws IOException {
    Dataset dataset = dataset("../../x.png", 100, 50, new double[] {1, 2, 3, 4}, Shapes.NONE);
    IOException e =
        assertThrows(IOException.class, () -> YoloDataset.write(dataset, folder.resolve("yolo")));
    assertEquals("made: picture 1: file name \"../../x.png\" leaves its folder", e.getMessage());
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }
}
