package dev.riffle.shapes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Truths;
import dev.riffle.image.ImageSize;
import dev.riffle.image.Picture;
import dev.riffle.image.input.ChannelOrder;
import dev.riffle.image.input.Fit;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.Batch;
import dev.riffle.loader.Loader;
import dev.riffle.loader.sample.PlainSamples;
import dev.riffle.shapes.draw.Scene;
import dev.riffle.shapes.draw.ShapeKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawnPicturesTest {
  private static final DrawnPictures PICTURES = new DrawnPictures(new DrawnScenes(30, 5));

  @Test
  void eachIsTheSceneOfItsSeed() throws IOException {
    for (int i = PICTURES.size() - 1; i >= 0; i--) {
      Scene scene = Scene.draw(30 + i);
      assertEquals(scene.truths(), PICTURES.answer(i));
      try (Picture picture = PICTURES.read(i)) {
        assertArrayEquals(scene.bgr(), picture.bgr());
      }
      assertEquals(new ImageSize(scene.width(), scene.height()), PICTURES.pixels(i));
      assertEquals("drawn scene " + (30 + i), PICTURES.name(i));
    }
    assertEquals(ShapeKind.categories(), PICTURES.categories());
    assertSame(PICTURES.dataset(), PICTURES.dataset());
    assertEquals(5, PICTURES.dataset().images().size());
  }

  @Test
  void otherSeedsAreOtherData() {
    String digits = PICTURES.sha256();
    assertTrue(digits.matches("[0-9a-f]{64}"), digits);
    assertEquals(digits, new DrawnPictures(new DrawnScenes(30, 5)).sha256());
    assertNotEquals(digits, new DrawnPictures(new DrawnScenes(30, 6)).sha256());
    assertNotEquals(digits, new DrawnPictures(new DrawnScenes(31, 5)).sha256());
  }

  /** Whatever thread draws them, batches have each scene's own objects. */
  @Test
  void batchesAreOfThem() throws IOException {
    List<Float> mean = List.of(0f, 0f, 0f);
    Preprocess preprocess =
        new Preprocess(320, 320, Fit.STRETCH, mean, List.of(1f, 1f, 1f), ChannelOrder.BGR);
    try (PlainSamples samples = new PlainSamples(PICTURES, preprocess, false);
        Loader<Truths> loader = Loader.once(samples, 2, 3)) {
      int seen = 0;
      while (loader.hasNext()) {
        Batch<Truths> batch = loader.next();
        for (int i = 0; i < batch.size(); i++) {
          int objects = Scene.draw(30 + batch.pictures()[i]).objects().size();
          assertEquals(objects, batch.answers().get(i).objects().size());
          seen++;
        }
      }
      assertEquals(5, seen);
    }
  }
}
