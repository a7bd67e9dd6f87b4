package dev.riffle.shapes.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Box;
import dev.riffle.image.ImageSize;
import dev.riffle.mask.Rle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneTest {

  private static Stream<Scene> some(int count) {
    return LongStream.range(0, count).mapToObj(Scene::draw);
  }

  /** Each box is looked for in all pixels anew, and once more by way of the mask's runs. */
  @Test
  void boxesAndAreasAreThoseOfThePixels() {
    some(60)
        .forEach(
            scene -> {
              for (int i = 0; i < scene.objects().size(); i++) {
                int mark = i + 1;
                int[] places =
                    IntStream.range(0, scene.shown().length)
                        .filter(at -> scene.shown()[at] == mark)
                        .toArray();
                int width = scene.width();
                float left = Arrays.stream(places).map(at -> at % width).min().orElseThrow();
                float right = Arrays.stream(places).map(at -> at % width).max().orElseThrow() + 1;
                float top = places[0] / width;
                float bottom = places[places.length - 1] / width + 1;
                Scene.Thing thing = scene.objects().get(i);
                assertEquals(new Box(left, top, right, bottom), thing.box());
                assertEquals(places.length, thing.area());
                Rle mask = scene.mask(i);
                assertEquals(places.length, mask.area());
                assertArrayEquals(new double[] {left, top, right - left, bottom - top}, mask.box());
              }
              int most = 0;
              for (byte mark : scene.shown()) {
                most = Math.max(most, mark);
              }
              assertTrue(most <= scene.objects().size());
            });
  }

  /** What is mostly of an object's colour is the object's. */
  @Test
  void objectsAreDrawnWhereTheyAreSaidToBe() {
    Canvas canvas = new Canvas(40, 30);
    canvas.fill(new Paint.Plain(0x102030));
    Contours contours = ShapeKind.HEART.contours().placed(20, 20, 0.3, 33, 12);
    Coverage part = Coverage.of(contours, 40, 30);
    canvas.paint(part, new Paint.Plain(0xfedcba), 1);
    canvas.own(part, 0);
    Scene scene = canvas.scene(List.of(ShapeKind.HEART.ordinal()));
    for (int at = 0; at < 40 * 30; at++) {
      // Red runs from 0x10 to 0xfe; half way is 0x87.
      boolean isHeart = (scene.bgr()[3 * at + 2] & 0xff) >= 0x87;
      assertEquals(isHeart ? 1 : 0, scene.shown()[at]);
    }
    assertEquals(40, scene.objects().get(0).box().right());
    assertTrue(scene.objects().get(0).area() > 100);
  }

  /**
   * Of sizes, pixels, whose pixel it is, and objects. Whoever changes them changes the data set.
   */
  @ParameterizedTest
  @CsvSource({
    "0, a02eaff3dfeca91c",
    "1, 4c92c9c97b5b20b1",
    "123456789, 203eff278a10af5d",
    "1000000000000, db6fdf9c476e5202",
  })
  void aSeedGivesTheSameBytesOnEveryMachine(long seed, String expected)
      throws NoSuchAlgorithmException {
    assertEquals(expected, digest(Scene.draw(seed)));
  }

  private static String digest(Scene scene) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    ByteBuffer sizes = ByteBuffer.allocate(8).putInt(scene.width()).putInt(scene.height());
    digest.update(sizes.array());
    digest.update(scene.bgr());
    digest.update(scene.shown());
    for (Scene.Thing thing : scene.objects()) {
      digest.update((byte) thing.category());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  @Test
  void neighbouringSeedsGiveOtherScenes() throws NoSuchAlgorithmException {
    assertFalse(digest(Scene.draw(5)).equals(digest(Scene.draw(6))));
    assertEquals(digest(Scene.draw(5)), digest(Scene.draw(5)));
  }

  /** COCO's are 41, 34 and 24 % small, medium and large, in pictures of twice the side. */
  @Test
  void allSizesOfCocoAreThere() {
    int[] areas =
        some(1500).flatMap(scene -> scene.objects().stream()).mapToInt(Scene.Thing::area).toArray();
    double small = Arrays.stream(areas).filter(area -> area < 32 * 32).count();
    double large = Arrays.stream(areas).filter(area -> area >= 96 * 96).count();
    assertEquals(0.31, small / areas.length, 0.05);
    assertEquals(0.18, large / areas.length, 0.04);
  }

  @Test
  void classesAreBalancedAndScenesAreOfAllKinds() {
    Scene[] scenes = some(1500).toArray(Scene[]::new);
    long[] counts = new long[ShapeKind.values().length];
    for (Scene scene : scenes) {
      for (Scene.Thing thing : scene.objects()) {
        counts[thing.category()]++;
        assertTrue(Math.min(thing.box().width(), thing.box().height()) >= 8, thing.toString());
      }
    }
    double mean = Arrays.stream(counts).average().orElseThrow();
    for (long count : counts) {
      assertEquals(mean, count, 0.12 * mean);
    }
    assertEquals(4.8, mean * counts.length / scenes.length, 0.2);
    long empty = Arrays.stream(scenes).filter(scene -> scene.objects().isEmpty()).count();
    assertEquals(0.04, empty / (double) scenes.length, 0.02);
    assertTrue(Arrays.stream(scenes).mapToInt(Scene::width).distinct().count() > 80);
  }

  @Test
  void objectsHideEachOther() {
    long overlapping =
        some(300)
            .filter(
                scene ->
                    scene.objects().stream()
                        .anyMatch(
                            one ->
                                scene.objects().stream()
                                    .anyMatch(
                                        other ->
                                            other != one
                                                && one.box().intersection(other.box()) > 50)))
            .count();
    assertTrue(overlapping > 100, overlapping + " of 300");
  }

  @Test
  void sizesAreKnownWithoutDrawing() {
    for (long seed = 0; seed < 20; seed++) {
      Scene scene = Scene.draw(seed);
      assertEquals(new ImageSize(scene.width(), scene.height()), Scene.size(seed));
    }
  }

  @Test
  void truthsAreTheObjects() {
    Scene scene = Scene.draw(3);
    assertEquals(scene.objects().size(), scene.truths().objects().size());
    assertEquals(scene.objects().get(0).box(), scene.truths().objects().get(0).box());
    assertEquals(scene.objects().get(0).category(), scene.truths().objects().get(0).category());
  }

  @Test
  void coloursMixToTheirEnds() {
    assertEquals(0x123456, Colour.mix(0x123456, 0xfedcba, 0));
    assertEquals(0xfedcba, Colour.mix(0x123456, 0xfedcba, 256));
    assertEquals(0x7f7f7f, Colour.mix(0, 0xffffff, 128));
    assertEquals(0xff0000, Colour.of(0, 1, 1));
    assertEquals(0x00ff00, Colour.of(1 / 3.0, 1, 1));
    assertEquals(0x0000ff, Colour.of(2 / 3.0, 1, 1));
    assertEquals(0x808080, Colour.of(0.4, 0, 0.5));
  }
}
