package dev.riffle.assign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Box;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Shape;
import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {

  /** An input of 3×5 at strides 2 and 4: 2×3 and 1×2 places. */
  @Test
  void placesLieRowByRowLevelByLevel() {
    DistanceDecoder decoder = new DistanceDecoder(1, 7, List.of(2, 4), 0.5f);
    Places places = Places.of(decoder, new Shape(3, 3, 5));
    assertArrayEquals(new int[] {0, 6, 8}, places.begins());
    assertArrayEquals(new float[] {1, 3, 5, 1, 3, 5, 2, 6}, places.x());
    assertArrayEquals(new float[] {1, 1, 1, 3, 3, 3, 2, 2}, places.y());
    assertEquals(8, places.count());
    assertEquals(0, places.level(0));
    assertEquals(0, places.level(5));
    assertEquals(1, places.level(6));
    assertEquals(1, places.level(7));
  }

  @Test
  void aBoxReachesFromAPlaceToItsSides() {
    DistanceDecoder decoder = new DistanceDecoder(1, 7, List.of(2, 4), 0.5f);
    Places places = Places.of(decoder, new Shape(3, 3, 5));
    Box box = new Box(1, -2, 4, 6);
    float[] distances = {2, 5, 1, 3}; // from (3, 3)
    for (int side = 0; side < 4; side++) {
      assertEquals(distances[side], places.distance(4, side, box));
    }
    assertEquals(1, places.depth(4, box));
    assertEquals(-1, places.depth(5, box));
    assertEquals(0, places.depth(0, box)); // on its edge
  }

  /** The original's points and boxes, as places of which each has its own. */
  @Test
  void distancesAreTheOriginals() throws IOException {
    StateDict ops = StateDict.read(Shared.path("fixtures/nanodet_ops/ops.safetensors"));
    float[] points = ops.get("distance2bbox.points").toTensor().data();
    float[] boxes = ops.get("distance2bbox.boxes").toTensor().data();
    float[] expected = ops.get("bbox2distance.distances").toTensor().data();
    int count = points.length / 2;
    float[] x = new float[count];
    float[] y = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = points[2 * i];
      y[i] = points[2 * i + 1];
    }
    Places places = new Places(List.of(8), new int[] {0, count}, x, y);
    assertTrue(count > 100);
    for (int i = 0; i < expected.length; i++) {
      int at = i / 4;
      Box box = new Box(boxes[4 * at], boxes[4 * at + 1], boxes[4 * at + 2], boxes[4 * at + 3]);
      assertEquals(expected[i], places.distance(at, i % 4, box));
    }
  }
}
