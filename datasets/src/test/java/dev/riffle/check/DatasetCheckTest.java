package dev.riffle.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.testing.Shared;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetCheckTest {

  @TempDir Path folder;

  private static final String GOOD =
      "{'id':1,'image_id':1,'category_id':1,'bbox':[1,2,3,4],'area':12,'iscrowd':0}";

  private CheckReport coco(String images, String annotations, Path... pictures) throws IOException {
    String text =
        "{'images':["
            + images
            + "],'annotations':["
            + annotations
            + "],'categories':[{'id':1,'name':'cat'}]}";
    Path json = Files.writeString(folder.resolve("a.json"), text.replace('\'', '"'));
    return DatasetCheck.check(json, Arrays.stream(pictures).findFirst());
  }

  private CheckReport annotations(String... annotations) throws IOException {
    return coco(
        "{'id':1,'file_name':'a.jpg','width':20,'height':10}", String.join(",", annotations));
  }

  private static List<String> lines(CheckReport report) {
    return report.findings().stream().map(Finding::line).toList();
  }

  @Test
  void nothingIsFoundInWhatIsGood() throws IOException {
    CheckReport report = annotations(GOOD);
    assertEquals(List.of(), lines(report));
    assertFalse(report.hasErrors());
    Summary summary = report.summary().orElseThrow();
    assertEquals(1, summary.images());
    assertEquals(1, summary.boxes());
    assertEquals(1, summary.categories().get(0).small());
  }

  // Each differs from the good one in one thing, and one finding says which.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'image_id':1 | 'image_id':9 | UNKNOWN_IMAGE | annotations[1] (id 2)",
        "'category_id':1 | 'category_id':9 | UNKNOWN_CATEGORY | annotations[1] (id 2)",
        "'id':2 | 'id':1 | DUPLICATE_ANNOTATION_ID | annotations[1] (id 1, as annotations[0])",
        "'id':2 | 'id':0 | ANNOTATION_ID_ZERO | annotations[1] (id 0)",
        "[1,2,3,4] | [1,NaN,3,4] | BOX_NOT_FINITE |"
            + " annotations[1] (id 2, [1.0, NaN, 3.0, 4.0])",
        "[1,2,3,4] | [1,2,Infinity,4] | BOX_NOT_FINITE |"
            + " annotations[1] (id 2, [1.0, 2.0, Infinity, 4.0])",
        "[1,2,3,4] | [1,2,0,4] | BOX_WITHOUT_AREA |"
            + " annotations[1] (id 2, [1.0, 2.0, 0.0, 4.0])",
        "[1,2,3,4] | [1,2,3,-4] | BOX_WITHOUT_AREA |"
            + " annotations[1] (id 2, [1.0, 2.0, 3.0, -4.0])",
        "[1,2,3,4] | [20,2,3,4] | BOX_OUTSIDE |"
            + " annotations[1] (id 2, [20.0, 2.0, 3.0, 4.0] in 20x10)",
        "[1,2,3,4] | [-3,2,3,4] | BOX_OUTSIDE |"
            + " annotations[1] (id 2, [-3.0, 2.0, 3.0, 4.0] in 20x10)",
        "[1,2,3,4] | [17.01,2,3,4] | BOX_BEYOND_EDGE |"
            + " annotations[1] (id 2, [17.01, 2.0, 3.0, 4.0] in 20x10)",
        "[1,2,3,4] | [1,-0.5,3,4] | BOX_BEYOND_EDGE |"
            + " annotations[1] (id 2, [1.0, -0.5, 3.0, 4.0] in 20x10)",
        "'area':12 | 'area':0 | AREA_NOT_POSITIVE | annotations[1] (id 2, area 0.0)",
        "'area':12 | 'area':-1 | AREA_NOT_POSITIVE | annotations[1] (id 2, area -1.0)",
        "'area':12 | 'area':NaN | AREA_NOT_POSITIVE | annotations[1] (id 2, area NaN)",
        "'area':12 | 'area':14 | AREA_ABOVE_BOX | annotations[1] (id 2, area 14.0, box 12.0)",
        "'area':12 | 'area':12,'segmentation':[[1,2,4,2]] | WRONG_OUTLINE |"
            + " annotations[1] (id 2, *)",
        "'area':12 | 'area':12,'segmentation':{'size':[10,20],'counts':[100,99]} | WRONG_OUTLINE |"
            + " annotations[1] (id 2, *)",
        "'area':12 | 'area':12,'segmentation':{'size':[10,20],'counts':'zz'} | WRONG_OUTLINE |"
            + " annotations[1] (id 2, *)",
        "'area':12 | 'area':12,'segmentation':{'size':[20,10],'counts':[100,12,88]} |"
            + " OUTLINE_OF_OTHER_SIZE | annotations[1] (id 2, 10x20 in 20x10)",
        "'area':12 | 'area':12,'segmentation':{'size':[10,20],'counts':[100,80,20]} |"
            + " AREA_FAR_FROM_MASK | annotations[1] (id 2, area 12.0, outline 80)",
        "'iscrowd':0 | 'iscrowd':1,'segmentation':[[1,2,4,2,4,6,1,6]] | CROWD_WITHOUT_RUNS |"
            + " annotations[1] (id 2, polygons)",
      })
  void eachFaultIsFound(String right, String wrong, Kind kind, String place) throws IOException {
    String bad = GOOD.replace("'id':1,'im", "'id':2,'im").replace(right, wrong);
    CheckReport report = annotations(GOOD, bad);
    assertEquals(1, report.findings().size(), lines(report).toString());
    Finding finding = report.findings().get(0);
    assertEquals(kind, finding.kind());
    assertEquals(1, finding.count());
    String found = finding.places().get(0);
    if (place.endsWith("*)")) {
      String begin = place.substring(0, place.length() - 2);
      assertTrue(found.startsWith(begin) && found.length() > begin.length() + 10, found);
      assertFalse(found.contains(folder.toString()), found);
    } else {
      assertEquals(place, found);
    }
    assertEquals(kind.severity() == Severity.ERROR, report.hasErrors());
  }

  @Test
  void allAreCountedAndAFewNamed() throws IOException {
    List<String> bad = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      bad.add(GOOD.replace("'id':1,'im", "'id':" + i + ",'im").replace("'area':12", "'area':0"));
    }
    CheckReport report = annotations(bad.toArray(String[]::new));
    assertEquals(7, report.findings().get(0).count());
    assertEquals(
        "areas that are zero, negative or not finite (7): annotations[0] (id 1, area 0.0),"
            + " annotations[1] (id 2, area 0.0), annotations[2] (id 3, area 0.0),"
            + " annotations[3] (id 4, area 0.0), annotations[4] (id 5, area 0.0), …",
        lines(report).get(0));
  }

  @Test
  void theSumOfDecimalsIsNoEdge() throws IOException {
    // 12.2 + 7.8000000000000001 and the like come out a little above 20.
    CheckReport report = annotations(GOOD.replace("[1,2,3,4]", "[12.2,2,7.8000000000000007,4]"));
    assertEquals(List.of(), lines(report));
  }

  @Test
  void idsThatOccurTwiceAreSeenThoughTheReaderMergesThem() throws IOException {
    CheckReport report =
        coco(
            "{'id':1,'file_name':'a.jpg','width':20,'height':10},"
                + "{'id':1.0,'file_name':'b.jpg','width':20,'height':10}",
            GOOD);
    assertEquals(
        List.of("pictures of an id that another has (1): images[1] (id 1, as images[0])"),
        lines(report));
    Path json =
        Files.writeString(
            folder.resolve("b.json"),
            "{\"categories\":[{\"id\":1,\"name\":\"a\"},{\"id\":1,\"name\":\"b\"}],"
                + "\"images\":[],\"annotations\":[]}");
    report = DatasetCheck.check(json, Optional.empty());
    assertEquals(
        List.of(Kind.UNREADABLE, Kind.DUPLICATE_CATEGORY_ID),
        report.findings().stream().map(Finding::kind).toList());
    assertTrue(report.summary().isEmpty());
  }

  @Test
  void whatTheReaderRefusesIsSaidInItsWords() throws IOException {
    Path json = Files.writeString(folder.resolve("a.json"), "{\"images\": [");
    CheckReport report = DatasetCheck.check(json, Optional.empty());
    assertTrue(report.hasErrors());
    assertTrue(lines(report).get(0).startsWith(json + ": "), lines(report).toString());
    Path xml = Files.writeString(folder.resolve("a.xml"), "<annotation>");
    report = DatasetCheck.check(xml, Optional.empty());
    assertTrue(lines(report).get(0).startsWith(xml + ":1: "), lines(report).toString());
  }

  @Test
  void picturesAreLookedAt() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", pictures.resolve("good.png").toFile());
    Files.writeString(pictures.resolve("text.jpg"), "no picture");
    String[] names = {
      "good.png",
      "good.png",
      "none.png",
      "text.jpg",
      "../a.json",
      "/etc/hostname",
      "C:/a.png",
      "s\\\\a.png",
      "good.png"
    };
    StringBuilder images = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      int width = i == 8 ? 10 : 20;
      images.append(i > 0 ? "," : "").append("{'id':").append(i + 1);
      images.append(",'file_name':'").append(names[i]);
      images.append("','width':").append(width).append(",'height':").append(30 - width).append('}');
    }
    images.append(",{'id':20,'width':0,'height':0}");
    CheckReport report = coco(images.toString(), GOOD, pictures);
    assertEquals(
        List.of(
            "file names that are no place in the folder of pictures (4):"
                + " id 5 (\"../a.json\" leaves its folder), id 6 (\"/etc/hostname\" is absolute),"
                + " id 7 (\"C:/a.png\" begins with a drive), id 8 (\"s\\a.png\" has a backslash)",
            "pictures whose file is missing (1): id 3 (" + pictures.resolve("none.png") + ")",
            "pictures whose file cannot be read (1): id 4 ("
                + pictures.resolve("text.jpg")
                + ": not a picture that can be read (jpg, png, bmp, webp, tiff), looks like text)",
            "pictures whose file has another size (1): id 9 ("
                + pictures.resolve("good.png")
                + " is 20x10, expected 10x20: turned, maybe by EXIF)",
            "pictures without a file name (1): id 20",
            "pictures of a file name that another has (2): id 2 (\"good.png\", as id 1),"
                + " id 9 (\"good.png\", as id 1)",
            "pictures without width and height (1): id 20",
            "pictures without annotations (9): id 2, id 3, id 4, id 5, id 6, …"),
        lines(report));
  }

  @Test
  void categoriesWithoutAnnotationsAreRemarked() throws IOException {
    Path json =
        Files.writeString(
            folder.resolve("a.json"),
            "{\"categories\":[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"a\"}],"
                + "\"images\":[],\"annotations\":[]}");
    CheckReport report = DatasetCheck.check(json, Optional.empty());
    assertEquals(
        List.of(
            "categories without annotations (2): id 1 (\"a\"), id 2 (\"a\")",
            "categories of a name that another has (1): id 2 (\"a\")"),
        lines(report));
    assertFalse(report.hasErrors());
  }

  @Test
  void whatIsAbsentIsNotChecked() {
    Path none = folder.resolve("none.json");
    IOException e =
        assertThrows(IOException.class, () -> DatasetCheck.check(none, Optional.empty()));
    assertEquals(none + ": no such file or folder", e.getMessage());
    e = assertThrows(IOException.class, () -> coco("", "", folder.resolve("nowhere")));
    assertEquals(folder.resolve("nowhere") + ": no such folder", e.getMessage());
  }

  // The counts were taken from the file by a few lines of Python.
  @Test
  void theFixtureHasNoErrors() throws IOException {
    CheckReport report =
        DatasetCheck.check(
            Shared.path("fixtures/coco/instances_dev.json"),
            Optional.of(Shared.path("fixtures/coco/val")));
    assertFalse(report.hasErrors(), lines(report).toString());
    Summary summary = report.summary().orElseThrow();
    assertEquals(120, summary.images());
    assertEquals(1088, summary.annotations());
    assertEquals(1088, summary.outlines());
    assertEquals(16, summary.crowds());
    assertEquals(80, summary.categories().size());
    assertEquals(1088, summary.categories().stream().mapToInt(CategoryCount::annotations).sum());
    assertEquals(
        1088 - 16,
        summary.categories().stream().mapToInt(it -> it.small() + it.medium() + it.large()).sum());
    CategoryCount person = summary.categories().get(0);
    assertEquals(new CategoryCount(person.category(), 61, 276, 7, 85, 104, 80), person);
  }
}
