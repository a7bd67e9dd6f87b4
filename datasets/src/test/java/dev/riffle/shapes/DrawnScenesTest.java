package dev.riffle.shapes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.coco.CocoDataset;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.image.Picture;
import dev.riffle.shapes.draw.Scene;
import dev.riffle.shapes.draw.ShapeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawnScenesTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadBackEqual() throws IOException {
    DrawnScenes scenes = new DrawnScenes(40, 5);
    AtomicInteger written = new AtomicInteger();
    Path target = folder.resolve("scenes");
    Dataset expected = SceneFolder.write(scenes, target, written::incrementAndGet);
    assertEquals(5, written.get());
    Dataset found = CocoDataset.read(target.resolve(SceneFolder.ANNOTATIONS));
    assertEquals(ShapeKind.categories(), found.categories());
    assertArrayEquals(expected.images().fileNames(), found.images().fileNames());
    assertArrayEquals(expected.images().widths(), found.images().widths());
    assertArrayEquals(expected.images().heights(), found.images().heights());
    Annotations wanted = expected.annotations();
    Annotations read = found.annotations();
    assertTrue(wanted.size() > 5, "objects: " + wanted.size());
    assertArrayEquals(wanted.image(), read.image());
    assertArrayEquals(wanted.category(), read.category());
    assertArrayEquals(wanted.boxes(), read.boxes());
    assertArrayEquals(wanted.areas(), read.areas());
    for (int i = 0; i < wanted.size(); i++) {
      assertEquals(i + 1, read.ids().number(i));
      int image = read.image()[i];
      int height = found.images().heights()[image];
      int width = found.images().widths()[image];
      assertEquals(wanted.shapes().mask(i, height, width), read.shapes().mask(i, height, width));
      assertEquals(read.areas()[i], read.shapes().mask(i, height, width).area());
    }
    for (int i = 0; i < 5; i++) {
      Path file = target.resolve(SceneFolder.IMAGES).resolve(found.images().fileNames()[i]);
      try (Picture picture = Picture.read(file)) {
        assertArrayEquals(Scene.draw(40 + i).bgr(), picture.bgr());
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
    String line =
        assertThrows(
                IOException.class, () -> SceneFolder.write(new DrawnScenes(0, 1), folder, () -> {}))
            .getMessage();
    assertTrue(line.contains(folder + ": is not empty"), line);
    assertEquals("mine", Files.readString(file));
    assertFalse(Files.exists(folder.resolve(SceneFolder.IMAGES)));
  }

  @Test
  void theDataSetIsThatOfTheScenes() {
    DrawnScenes scenes = DrawnScenes.heldOut(3);
    Dataset dataset = scenes.dataset();
    assertEquals(3, dataset.images().size());
    assertEquals("000003.png", dataset.images().fileNames()[2]);
    Scene last = Scene.draw(Scene.HELD_OUT + 2);
    assertEquals(last.width(), dataset.images().widths()[2]);
    assertEquals("drawn scenes 1000000000000 to 1000000000002", dataset.source());
  }

  @Test
  void scenesThatCannotBeAreRefused() {
    assertEquals(
        "scenes: expected 1 to 16777216, found 0",
        assertThrows(IllegalArgumentException.class, () -> new DrawnScenes(0, 0)).getMessage());
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new DrawnScenes(-1, 1))
            .getMessage()
            .startsWith("seed: expected 0 to "));
  }
}
