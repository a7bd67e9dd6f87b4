package dev.riffle.voc;

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
import dev.riffle.dataset.Shapes;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocDatasetTest {

  @TempDir Path folder;

  // In the manner of VOC2007's: a dog at the left top pixel, a person with a head.
  private static final String TWO =
      """
      <?xml version="1.0"?>
      <annotation>
        <folder>VOC2007</folder>
        <filename>000001.jpg</filename>
        <source><database>The VOC2007 Database</database></source>
        <size><width>353</width><height>500</height><depth>3</depth></size>
        <segmented>0</segmented>
        <object>
          <name>dog</name><pose>Left</pose><truncated>1</truncated><difficult>0</difficult>
          <bndbox><xmin>48</xmin><ymin>240</ymin><xmax>195</xmax><ymax>371</ymax></bndbox>
        </object>
        <object>
          <bndbox><ymax>1</ymax><xmin>1</xmin><xmax>1</xmax><ymin>1</ymin></bndbox>
          <name> person </name><difficult>1</difficult><occluded>1</occluded>
          <part>
            <name>head</name>
            <bndbox><xmin>5</xmin><ymin>5</ymin><xmax>9</xmax><ymax>9</ymax></bndbox>
          </part>
        </object>
      </annotation>
      """;

  private Path file(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private static String refusal(Path path) {
    return assertThrows(IOException.class, () -> VocDataset.read(path)).getMessage();
  }

  static Dataset dataset(String[] names, int[] image, int[] category, double[] boxes) {
    long[] imageIds = new long[names.length];
    long[] ids = new long[image.length];
    int[] sides = new int[names.length];
    double[] areas = new double[ids.length];
    for (int i = 0; i < names.length; i++) {
      imageIds[i] = i + 1;
      sides[i] = 100;
    }
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i + 1;
      areas[i] = boxes[4 * i + 2] * boxes[4 * i + 3];
    }
    return new Dataset(
        "made",
        new Images(Ids.of(imageIds), names, sides, sides.clone()),
        new Categories(List.of(new Category(1, "cat"), new Category(2, "dog & <bird>"))),
        new Annotations(
            Ids.of(ids),
            image,
            category,
            boxes,
            areas,
            new boolean[ids.length],
            Shapes.NONE,
            null));
  }

  @Test
  void pixelsAreCountedFromOneAndBothEndsBelong() throws IOException {
    Reading reading = VocDataset.read(file("Annotations/000001.xml", TWO));
    Dataset dataset = reading.dataset();
    assertArrayEquals(new double[] {47, 239, 148, 132, 0, 0, 1, 1}, dataset.annotations().boxes());
    assertArrayEquals(new double[] {148 * 132, 1}, dataset.annotations().areas());
    assertEquals(List.of("dog", "person"), dataset.categories().names());
    assertEquals(1, dataset.categories().get(0).id());
    assertArrayEquals(new int[] {0, 1}, dataset.annotations().category());
    assertArrayEquals(new boolean[] {false, true}, dataset.annotations().crowds());
    assertEquals(1, dataset.images().ids().number(0));
    assertEquals("000001.jpg", dataset.images().fileNames()[0]);
    assertEquals(353, dataset.images().widths()[0]);
    assertEquals(500, dataset.images().heights()[0]);
    assertEquals(
        List.of(
            "1 difficult object read as crowds: neither finding nor missing them counts",
            "1 mark of a truncated object left out: a data set has no such flag",
            "1 mark of an occluded object left out: a data set has no such flag",
            "1 pose left out: a data set has none",
            "1 part of an object left out: a data set has none"),
        reading.losses().lines());
  }

  @Test
  void difficultObjectsAreKeptOrDroppedOnRequest() throws IOException {
    Path xml = file("a.xml", TWO);
    Dataset kept = VocDataset.read(xml, VocOptions.DEFAULT.withDifficult(Difficult.KEEP)).dataset();
    assertArrayEquals(new boolean[] {false, false}, kept.annotations().crowds());
    Dataset dropped =
        VocDataset.read(xml, VocOptions.DEFAULT.withDifficult(Difficult.DROP)).dataset();
    assertEquals(1, dropped.annotations().size());
    assertEquals(List.of("dog"), dropped.categories().names());
  }

  @Test
  void foldersMayBeNestedAndListsChoose() throws IOException {
    String plain = "<annotation><filename>%s</filename></annotation>";
    file("Annotations/b/2.xml", plain.formatted("2.jpg"));
    file("Annotations/a.xml", plain.formatted("a.jpg"));
    file("Annotations/b/3.xml", plain.formatted("b/3.jpg"));
    file("Annotations/readme.txt", "no annotations");
    file("ImageSets/Main/val.txt", "b/3\n\na  -1\n");
    Files.createDirectory(folder.resolve("JPEGImages"));
    Reading all = VocDataset.read(folder);
    assertArrayEquals(
        new String[] {"a.jpg", "b/2.jpg", "b/3.jpg"}, all.dataset().images().fileNames());
    assertEquals(folder.resolve("JPEGImages"), all.pictures().orElseThrow());
    Reading listed = VocDataset.read(folder, VocOptions.DEFAULT.withImageSet("val"));
    assertArrayEquals(new String[] {"b/3.jpg", "a.jpg"}, listed.dataset().images().fileNames());
    assertEquals(1, listed.dataset().images().ids().number(0));
  }

  @Test
  void listsMustNameFilesBelowTheFolder() throws IOException {
    file("Annotations/a.xml", TWO);
    file("outside.xml", TWO);
    Path list = file("ImageSets/Main/val.txt", "a\n../outside\n");
    VocOptions options = VocOptions.DEFAULT.withImageSet("val");
    IOException e = assertThrows(IOException.class, () -> VocDataset.read(folder, options));
    assertEquals(list + ":2: \"../outside\" leaves its folder", e.getMessage());
    file("ImageSets/Main/val.txt", "a\nb\n");
    e = assertThrows(IOException.class, () -> VocDataset.read(folder, options));
    assertEquals(list + ":2: no file " + folder.resolve("Annotations/b.xml"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<xmin>48</xmin> | <xmin>left</xmin> | 10 | expected a number in <xmin>, found \"left\"",
        "<xmin>48</xmin> | <xmin>NaN</xmin> | 10 | expected a number in <xmin>, found \"NaN\"",
        "<xmin>48</xmin> | <xmin>1e999</xmin> | 10 | expected a number in <xmin>, found \"1e999\"",
        "<xmin>48</xmin> | <xmin>1e-999999999</xmin> | 10 |"
            + " expected a number in <xmin>, found \"1e-999999999\"",
        "<xmin>48</xmin> | <!-- none --> | 10 | expected <xmin> in <bndbox>",
        "<width>353</width> | <width>-3</width> | 6 | expected pixels in <width>, found -3",
        "<width>353</width> | <width>3.5</width> | 6 | expected pixels in <width>, found 3.5",
        "<name>dog</name> | <name/> | 8 | expected a <name> in <object>",
        "<difficult>0</difficult> | <difficult>maybe</difficult> | 9 |"
            + " expected 0 or 1 in <difficult>, found \"maybe\"",
        "<name>dog</name> | <name><b>dog</b></name> | 9 | expected a text in <name>, found <b>",
        "<filename>000001.jpg</filename> | <x/> | 20 | expected a <filename> in <annotation>",
      })
  void whatIsWrongIsSaidWithItsLine(String right, String wrong, int line, String message)
      throws IOException {
    Path xml = file("a.xml", TWO.replaceFirst(right, wrong));
    assertEquals(xml + ":" + line + ": " + message, refusal(xml));
  }

  @Test
  void otherXmlIsRefused() throws IOException {
    Path xml = file("a.xml", "<html/>");
    assertEquals(xml + ":1: expected <annotation>, found <html>", refusal(xml));
    file("a.xml", TWO.substring(0, 400));
    assertTrue(refusal(xml).startsWith(xml + ":10: not XML that can be read: "), refusal(xml));
    file("a.xml", "no xml");
    assertTrue(refusal(xml).startsWith(xml + ":1: not XML that can be read: "), refusal(xml));
    file("a.xml", "");
    assertTrue(refusal(xml).startsWith(xml + ":1: not XML that can be read: "), refusal(xml));
    file("a.xml", TWO + "<more/>");
    assertTrue(refusal(xml).contains("not XML that can be read: "), refusal(xml));
    assertFalse(refusal(xml).contains("\n"));
    file("a.xml", "<annotation>" + "<a>".repeat(100_000));
    assertEquals(xml + ":1: expected elements nested at most 64 deep", refusal(xml));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertEquals(empty + ": expected XML files, found none", refusal(empty));
    assertEquals(folder.resolve("no") + ": no such folder", refusal(folder.resolve("no")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Entities that grow to gigabytes.
        "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
            + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
            + "<annotation><filename>&c;</filename></annotation>",
        // A file of this machine.
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
            + "<annotation><filename>&x;</filename></annotation>",
        // A server's document type.
        "<!DOCTYPE annotation SYSTEM \"http://127.0.0.1:1/a.dtd\">"
            + "<annotation><filename>a</filename></annotation>"
      })
  void documentTypesAndEntitiesAreRefused(String text) throws IOException {
    Path xml = file("a.xml", text);
    assertEquals(xml + ":1: expected no document type, found <!DOCTYPE", refusal(xml));
  }

  @Test
  void undeclaredEntitiesAreRefused() throws IOException {
    Path xml = file("a.xml", "<annotation><filename>&x;</filename></annotation>");
    String refusal = refusal(xml);
    assertTrue(refusal.startsWith(xml + ":1: "), refusal);
  }

  @Test
  void knownCategoriesKeepTheirIds() throws IOException {
    Path xml = file("a.xml", TWO);
    Categories known =
        new Categories(
            List.of(new Category(1, "person"), new Category(7, "cat"), new Category(18, "dog")));
    Dataset dataset = VocDataset.read(xml, VocOptions.DEFAULT.withCategories(known)).dataset();
    assertArrayEquals(new int[] {2, 0}, dataset.annotations().category());
    Categories few = new Categories(List.of(new Category(1, "persons"), new Category(2, "dog")));
    IOException e =
        assertThrows(
            IOException.class, () -> VocDataset.read(xml, VocOptions.DEFAULT.withCategories(few)));
    assertEquals(
        xml + ": no category \"person\" among the 2 given; did you mean \"persons\"?",
        e.getMessage());
    Categories twice = new Categories(List.of(new Category(1, "dog"), new Category(2, "dog")));
    e =
        assertThrows(
            IOException.class,
            () -> VocDataset.read(xml, VocOptions.DEFAULT.withCategories(twice)));
    assertEquals(
        xml + ": category \"dog\": expected one of that name among those given, found ids 1 and 2",
        e.getMessage());
  }

  // As files have them that were made of KITTI's (shares and degrees) and of other tools'.
  @ParameterizedTest
  @CsvSource({
    "0, false",
    "1, true",
    "0.00, false",
    "0.35, true",
    "2, true",
    "'', false",
    "False, false",
    "TRUE, true",
    "Unspecified, false",
    "partly, true"
  })
  void marksThatAreOnlyCountedMaySayAnything(String mark, boolean isSet) throws IOException {
    String object =
        "<object><name>a</name><occluded>%s</occluded><bndbox><xmin>1</xmin>"
            + "<ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></object>";
    Path xml =
        file(
            "a.xml",
            "<annotation><filename>a.jpg</filename>" + object.formatted(mark) + "</annotation>");
    assertEquals(
        isSet
            ? List.of("1 mark of an occluded object left out: a data set has no such flag")
            : List.of(),
        VocDataset.read(xml).losses().lines());
  }

  @Test
  void anyBoxComesBackAsTheSameDoubles() throws IOException {
    Random random = new Random(5);
    int size = 3000;
    double[] boxes = new double[4 * size];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] =
          switch (i / 4 % 5) {
            case 0 -> random.nextInt(640);
            case 1 -> random.nextInt(64000) / 100.0;
            case 2 -> random.nextDouble() * 640;
            case 3 -> (float) (random.nextGaussian() * 640);
            default -> random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15);
          };
    }
    boxes[0] = -0.5;
    boxes[2] = 0;
    boxes[6] = 1e300;
    boxes[8] = Double.MIN_VALUE;
    Dataset dataset = dataset(new String[] {"7.jpg"}, new int[size], new int[size], boxes);
    Path voc = folder.resolve("voc");
    VocDataset.write(dataset, voc);
    assertArrayEquals(boxes, VocDataset.read(voc).dataset().annotations().boxes());
  }

  @Test
  void wholePixelsAreWhole() throws IOException {
    double[] boxes = {10, 20, 30, 40, 10.4, 20.5, 30.2, 39.5};
    Dataset dataset = dataset(new String[] {"1.jpg"}, new int[2], new int[2], boxes);
    Path voc = folder.resolve("voc");
    Losses losses = VocDataset.write(dataset, voc, VocOptions.DEFAULT.withWholePixels());
    assertTrue(losses.lines().contains("1 box rounded to whole pixels"), losses.toString());
    // 11.4 to 40.6 and 21.5 to 60.0, rounded to 11 to 41 and 22 to 60
    assertArrayEquals(
        new double[] {10, 20, 30, 40, 10, 21, 31, 39},
        VocDataset.read(voc).dataset().annotations().boxes());
  }

  @Test
  void namesAreEscapedAndPicturesWithoutObjectsStay() throws IOException {
    Dataset dataset =
        dataset(new String[] {"s/a.jpg", "b.png"}, new int[1], new int[] {1}, new double[4]);
    Path voc = folder.resolve("voc");
    VocDataset.write(dataset, voc);
    assertEquals("s/a\nb\n", Files.readString(voc.resolve("ImageSets/Main/all.txt")));
    Dataset back = VocDataset.read(voc).dataset();
    assertArrayEquals(new String[] {"b.png", "s/a.jpg"}, back.images().fileNames());
    assertEquals(List.of("dog & <bird>"), back.categories().names());
  }

  @ParameterizedTest
  @CsvSource({
    "../a.jpg, leaves its folder",
    "s/../../a.jpg, leaves its folder",
    "/tmp/a.jpg, is absolute",
    "C:/a.jpg, begins with a drive",
    "s\\a.jpg, has a backslash",
    "s//a.jpg, has a part that is empty or a dot",
    "'', is empty"
  })
  void nothingIsWrittenOutsideTheFolder(String name, String problem) throws IOException {
    Dataset dataset = dataset(new String[] {name}, new int[1], new int[1], new double[4]);
    Path voc = Files.createDirectories(folder.resolve("x/y/voc"));
    IOException e = assertThrows(IOException.class, () -> VocDataset.write(dataset, voc));
    assertEquals("made: picture 1: file name \"" + name + "\" " + problem, e.getMessage());
    try (var files = Files.walk(folder)) {
      assertEquals(4, files.count()); // the folders alone
    }
  }

  @Test
  void twoPicturesDoNotShareAFile() {
    Dataset dataset =
        dataset(new String[] {"a.jpg", "a.png"}, new int[1], new int[1], new double[4]);
    IOException e =
        assertThrows(IOException.class, () -> VocDataset.write(dataset, folder.resolve("voc")));
    assertEquals(
        "made: picture 2: file name \"a.png\" differs from \"a.jpg\" at most by the extension, so"
            + " that one file of annotations would be both's",
        e.getMessage());
  }

  @Test
  void foldersWithFilesAreLeftAlone() throws IOException {
    Dataset dataset = dataset(new String[] {"a.jpg"}, new int[1], new int[1], new double[4]);
    Path voc = folder.resolve("voc");
    Path mine = file("voc/mine.txt", "mine");
    IOException e = assertThrows(IOException.class, () -> VocDataset.write(dataset, voc));
    assertEquals(voc + ": is not empty, expected an empty or a new folder", e.getMessage());
    assertEquals("mine", Files.readString(mine));
  }

  @Test
  void aFailureLeavesNothingBehind() throws IOException {
    Dataset dataset = dataset(new String[] {"absent.jpg"}, new int[1], new int[1], new double[4]);
    Path from = Files.createDirectory(folder.resolve("from"));
    Path voc = folder.resolve("voc");
    IOException e =
        assertThrows(
            IOException.class,
            () -> VocDataset.write(dataset, voc, VocOptions.DEFAULT.withPictures(from)));
    assertEquals(from.resolve("absent.jpg") + ": no such file, needed by made", e.getMessage());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(from), files.toList());
    }
  }

  @Test
  void boxesThatAreNotFiniteAreCounted() throws IOException {
    double[] boxes = {1, 2, 3, 4, 1, Double.NaN, 3, 4, Double.POSITIVE_INFINITY, 1, 2, 3};
    Dataset dataset = dataset(new String[] {"1.jpg"}, new int[3], new int[3], boxes);
    Losses losses = VocDataset.write(dataset, folder.resolve("voc"));
    assertEquals(
        List.of(
            "2 boxes that are not finite left out: there are no such numbers",
            "1 category without annotations left out: VOC names only what occurs"),
        losses.lines());
  }
}
