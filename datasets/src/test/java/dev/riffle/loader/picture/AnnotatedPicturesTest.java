package dev.riffle.loader.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.coco.CocoDataset;
import dev.riffle.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotatedPicturesTest {
  private static final String IMAGE =
      "{\"id\": 5, \"file_name\": \"a/5.png\", \"width\": 4, \"height\": 3}";

  @TempDir Path folder;

  private AnnotatedPictures read(String images, String annotations) throws IOException {
    Path file = folder.resolve("gt.json");
    Files.writeString(
        file,
        "{\"images\": ["
            + images
            + "], \"categories\": [{\"id\": 7, \"name\": \"cat\"}], \"annotations\": ["
            + annotations
            + "]}");
    return new AnnotatedPictures(CocoDataset.read(file), folder);
  }

  private static String annotation(int id, int category, int crowd, String box) {
    return String.format(
        "{\"id\": %d, \"image_id\": 5, \"category_id\": %d, \"iscrowd\": %d, \"area\": 1,"
            + " \"bbox\": %s}",
        id, category, crowd, box);
  }

  @Test
  void crowdsAreIgnoredAndTheRestAreObjects() throws IOException {
    AnnotatedPictures pictures =
        read(
            IMAGE + ", {\"id\": 6, \"file_name\": \"6.png\", \"width\": 4, \"height\": 3}",
            annotation(1, 7, 0, "[1, 0.5, 2, 2]") + ", " + annotation(2, 7, 1, "[0, 0, 4, 1]"));
    assertEquals(
        new Truths(List.of(new Truth(new Box(1, 0.5f, 3, 2.5f), 0)), List.of(new Box(0, 0, 4, 1))),
        pictures.answer(0));
    assertEquals(Truths.NONE, pictures.answer(1));
    assertEquals("cat", pictures.categories().get(0).name());
  }

  @Test
  void aPictureOfAnotherSizeIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    try (Picture picture = Picture.of(3, 4, new byte[36])) {
      picture.write(folder.resolve("a/5.png"));
    }
    AnnotatedPictures pictures = read(IMAGE, "");
    String message = assertThrows(IOException.class, () -> pictures.read(0)).getMessage();
    assertTrue(message.contains("5.png: expected 4x3 as in "), message);
    assertTrue(message.endsWith("gt.json, found 3x4"), message);
  }

  @Test
  void whatCannotBeLearnedFromIsRefused() {
    String none = assertThrows(IOException.class, () -> read("", "")).getMessage();
    assertTrue(none.endsWith("gt.json: expected pictures, found none"), none);
    String unnamed =
        assertThrows(IOException.class, () -> read(IMAGE + ", {\"id\": 6}", "")).getMessage();
    assertTrue(unnamed.endsWith("gt.json: picture 6: expected a file name, found none"), unnamed);
    String unlisted =
        assertThrows(IOException.class, () -> read(IMAGE, annotation(3, 8, 0, "[0, 0, 1, 1]")))
            .getMessage();
    assertTrue(unlisted.endsWith("annotation 3 is of a category that is not listed"), unlisted);
  }
}
