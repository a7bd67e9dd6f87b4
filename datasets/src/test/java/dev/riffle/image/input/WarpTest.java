package dev.riffle.image.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import dev.riffle.graph.Tensor;
import dev.riffle.image.Picture;
import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import dev.riffle.weights.file.DataType;
import dev.riffle.weights.file.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, matrices, pixels and boxes of the original implementation, from the fixtures. */
class WarpTest {

  @Test
  void sizesAndMatricesAreTheOriginals() throws IOException {
    String json = Files.readString(Shared.path("fixtures/nanodet_ops/ops.json"));
    JsonArray cases =
        JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("resize_geometry");
    assertEquals(18, cases.size());
    for (JsonElement element : cases) {
      JsonObject row = element.getAsJsonObject();
      double[] picture = numbers(row.getAsJsonArray("image_wh"));
      for (Fit fit : Fit.values()) {
        int input = row.get("input").getAsInt();
        Warp warp = Warp.of((int) picture[0], (int) picture[1], input, input, fit);
        String what = fit.name().replace("_", "").toLowerCase(java.util.Locale.ROOT);
        if (row.has(what + "_matrix")) {
          double[] expected = numbers(row.getAsJsonArray(what + "_matrix"));
          assertArrayEquals(expected, warp.forward().rowMajor(), 1e-15, row.toString());
        }
        if (fit == Fit.KEEP_RATIO) {
          double[] resized = numbers(row.getAsJsonArray("keepratio_resized_wh"));
          double[] padded = numbers(row.getAsJsonArray("keepratio_padded_wh"));
          // The original fails on sides of 0.
          assertEquals(Math.max(1, resized[0]), warp.width());
          assertEquals(Math.max(1, resized[1]), warp.height());
          assertEquals(padded[0], warp.paddedWidth());
          assertEquals(padded[1], warp.paddedHeight());
        } else {
          assertEquals(input, warp.width());
          assertEquals(input, warp.paddedHeight());
        }
      }
    }
  }

  private static double[] numbers(JsonArray array) {
    List<Double> numbers = new ArrayList<>();
    for (JsonElement element : array) {
      if (element.isJsonArray()) {
        for (double number : numbers(element.getAsJsonArray())) {
          numbers.add(number);
        }
      } else {
        numbers.add(element.getAsDouble());
      }
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "320_keepratio_000000000785",
        "320_keepratio_000000011813",
        "320_keepratio_000000051712",
        "320_letterbox_000000000785_io",
        "320_stretch_000000000785_io",
        "416_keepratio_000000011813_head"
      })
  void pixelsInputAndBoxesAreTheOriginals(String name) throws IOException {
    StateDict original =
        StateDict.read(Shared.path("fixtures/nanodet/nanodet_m_" + name + ".safetensors"));
    String[] words = name.split("_");
    int size = Integer.parseInt(words[0]);
    Fit fit =
        switch (words[1]) {
          case "keepratio" -> Fit.KEEP_RATIO;
          case "letterbox" -> Fit.LETTERBOX;
          default -> Fit.STRETCH;
        };
    Preprocess preprocess =
        new Preprocess(
            size,
            size,
            fit,
            List.of(103.53f, 116.28f, 123.675f),
            List.of(57.375f, 57.12f, 58.395f),
            ChannelOrder.BGR);
    try (Picture picture = Picture.read(Shared.path("fixtures/coco/val/" + words[2] + ".jpg"))) {
      Warp warp = preprocess.warp(picture.width(), picture.height());
      assertArrayEquals(original.get("warp_matrix").toDoubles(), warp.forward().rowMajor());
      try (Picture warped = warp.apply(picture)) {
        StoredTensor pixels = original.get("warped_bgr_u8");
        assertArrayEquals(new int[] {warped.height(), warped.width(), 3}, pixels.shape());
        assertEquals(DataType.UINT8, pixels.type());
        assertEquals(pixels.bytes(), ByteBuffer.wrap(warped.bgr()));
      }
      NetworkInput input = preprocess.apply(picture);
      assertEquals(warp, input.warp());
      if (fit != Fit.STRETCH) { // of which there are only the pixels
        Tensor expected = original.get("input").toTensor();
        int[] found = {1, input.channels(), input.height(), input.width()};
        assertArrayEquals(expected.shape(), found);
        assertArrayEquals(expected.data(), input.data());
      }
      assertBoxes(original, warp);
    }
  }

  // The final detections are those after suppression, stably sorted by class.
  private static void assertBoxes(StateDict original, Warp warp) {
    float[] inInput = original.get("nms_dets_input_space").toTensor().data();
    long[] labels = original.get("nms_labels").toLongs();
    float[] inPicture = original.get("final_dets_image_space").toTensor().data();
    List<Detection> detections = new ArrayList<>();
    for (int label = 0; label < 80; label++) {
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == label) {
          Box box = box(inInput, i);
          detections.add(new Detection(box, label, inInput[5 * i + 4]));
        }
      }
    }
    List<Detection> mapped = warp.toPicture(detections);
    assertEquals(inPicture.length / 5, mapped.size());
    for (int i = 0; i < mapped.size(); i++) {
      assertEquals(box(inPicture, i), mapped.get(i).box());
      assertEquals(mapped.get(i).box(), warp.toPicture(detections.get(i).box()));
      assertEquals(inPicture[5 * i + 4], mapped.get(i).score());
    }
  }

  private static Box box(float[] rows, int i) {
    return new Box(rows[5 * i], rows[5 * i + 1], rows[5 * i + 2], rows[5 * i + 3]);
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void boxesComeBackWhereTheyWere(Fit fit) {
    int[][] sizes = {{640, 480}, {1, 1}, {7, 333}, {5000, 3}, {3, 5000}, {8000, 6000}};
    for (int[] size : sizes) {
      Warp warp = Warp.of(size[0], size[1], 320, 416, fit);
      Homography forward = warp.forward();
      Box box = new Box(size[0] * 0.25f, size[1] * 0.1f, size[0] * 0.75f, size[1] * 0.9f);
      Box inInput =
          new Box(
              (float) forward.x(box.left(), box.top()),
              (float) forward.y(box.left(), box.top()),
              (float) forward.x(box.right(), box.bottom()),
              (float) forward.y(box.right(), box.bottom()));
      Box back = warp.toPicture(inInput);
      double tolerance = 1e-5 / Math.min(forward.xx(), forward.yy()) * 32;
      assertEquals(box.left(), back.left(), tolerance);
      assertEquals(box.top(), back.top(), tolerance);
      assertEquals(box.right(), back.right(), tolerance);
      assertEquals(box.bottom(), back.bottom(), tolerance);
    }
  }

  @Test
  void boxesAreClippedToThePicture() {
    Warp warp = Warp.of(640, 480, 320, 320, Fit.LETTERBOX);
    assertEquals(new Box(0, 0, 640, 480), warp.toPicture(new Box(-5, -5, 400, 400)));
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void extremePicturesAreSeen(Fit fit) {
    int[][] sizes = {{1, 1}, {5000, 3}, {3, 5000}, {5000, 1}};
    for (int[] size : sizes) {
      byte[] white = new byte[3 * size[0] * size[1]];
      java.util.Arrays.fill(white, (byte) 255);
      Warp warp = Warp.of(size[0], size[1], 320, 320, fit);
      try (Picture picture = Picture.of(size[0], size[1], white);
          Picture warped = warp.apply(picture)) {
        int brightest = 0;
        for (byte sample : warped.bgr()) {
          brightest = Math.max(brightest, sample & 0xff);
        }
        // A letterboxed line of one pixel may fall between two of the input.
        if (fit != Fit.LETTERBOX) {
          assertEquals(255, brightest, fit + " " + size[0] + "x" + size[1]);
        }
        assertTrue(warped.width() >= 1 && warped.height() >= 1);
      }
    }
  }

  @Test
  void anotherPictureIsRefused() {
    Warp warp = Warp.of(640, 480, 320, 320, Fit.STRETCH);
    try (Picture picture = Picture.of(1, 1, new byte[3])) {
      var e = assertThrows(IllegalArgumentException.class, () -> warp.apply(picture));
      assertEquals("expected a picture of 640x480, found 1x1 picture", e.getMessage());
    }
  }

  @Test
  void inversesUndo() {
    // A hand-made map with perspective, whose first pivot is 0.
    Homography map = new Homography(0, 2, 5, 3, 0.5, -7, 0.001, 0.002, 1);
    Homography back = map.inverse();
    double x = map.x(12, 34);
    double y = map.y(12, 34);
    assertEquals(12, back.x(x, y), 1e-12);
    assertEquals(34, back.y(x, y), 1e-12);
    assertThrows(ArithmeticException.class, () -> Homography.scale(0, 1).inverse());
  }
}
