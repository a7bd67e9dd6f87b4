package dev.riffle.coco.read;

import dev.riffle.coco.value.KeypointRow;
import dev.riffle.coco.value.Outline;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.IdIndex;
import dev.riffle.dataset.Results;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import dev.riffle.json.Rows;
import dev.riffle.mask.Rle;
import dev.riffle.mask.Spans;
import java.util.Arrays;

/** Results of one kind, as they are read. */
final class ResultRows implements Rows {
  private static final long IMAGE = JsonReader.code("image_id");
  private static final long CATEGORY = JsonReader.code("category_id");
  private static final long BOX = JsonReader.code("bbox");
  private static final long SCORE = JsonReader.code("score");
  private static final long SHAPE = JsonReader.code("segmentation");
  private static final long POINTS = JsonReader.code("keypoints");

  private static final int HAS_IMAGE = 1;
  private static final int HAS_CATEGORY = 2;
  private static final int HAS_SCORE = 4;
  private static final int HAS_BOX = 8;
  private static final int HAS_SHAPE = 16;
  private static final int HAS_POINTS = 32;
  private static final String[] NAMES = {
    "image_id", "category_id", "score", "bbox", "segmentation", "keypoints"
  };

  private final Dataset dataset;
  private final IdIndex imageIndex;
  private final IdIndex categoryIndex;
  private final byte[] text;
  private final boolean takesBoxes;
  private final int needed;
  private final Results.Kind kind;
  int[] images;
  int[] categories;
  double[] boxes;
  double[] areas;
  double[] scores;
  int[] shapes; // where in the text, null until there is one, 0 where there is none
  double[][] points; // null until there are some
  boolean hasOwnBoxes; // whether one has a box that was not taken from its mask
  private int size;
  private int capacity;

  /**
   * No rows yet.
   *
   * @param takesBoxes whether the boxes in the file count
   */
  ResultRows(
      Dataset dataset,
      IdIndex imageIndex,
      IdIndex categoryIndex,
      Results.Kind kind,
      boolean takesBoxes,
      byte[] text,
      int bytes) {
    this.dataset = dataset;
    this.imageIndex = imageIndex;
    this.categoryIndex = categoryIndex;
    this.kind = kind;
    this.takesBoxes = takesBoxes;
    this.text = text;
    this.needed = HAS_IMAGE | HAS_CATEGORY | HAS_SCORE | HAS_BOX << kind.ordinal();
    capacity = bytes / 110 + 16;
    images = new int[capacity];
    categories = new int[capacity];
    boxes = new double[4 * capacity];
    areas = new double[capacity];
    scores = new double[capacity];
  }

  @Override
  public int size() {
    return size;
  }

  private void grow() {
    capacity += capacity / 2;
    images = Arrays.copyOf(images, capacity);
    categories = Arrays.copyOf(categories, capacity);
    boxes = Arrays.copyOf(boxes, 4 * capacity);
    areas = Arrays.copyOf(areas, capacity);
    scores = Arrays.copyOf(scores, capacity);
    shapes = shapes == null ? null : Arrays.copyOf(shapes, capacity);
    points = points == null ? null : Arrays.copyOf(points, capacity);
  }

  @Override
  public void read(JsonReader in) throws JsonException {
    if (size == capacity) {
      grow();
    }
    int seen = 0;
    in.open('{');
    if (!in.closes('}')) {
      do {
        seen = value(in, in.key(), size, seen);
      } while (in.more('}'));
    }
    if ((seen & needed) != needed) {
      throw missing(seen);
    }
    if (kind == Results.Kind.BOXES) {
      areas[size] = boxes[4 * size + 2] * boxes[4 * size + 3];
    } else if (kind == Results.Kind.MASKS) {
      measureMask(in, size, (seen & HAS_BOX) != 0);
    } else {
      measurePoints(size);
    }
    size++;
  }

  // It is too long to be compiled into the loop, and meant to be: see AnnotationRows.
  private int value(JsonReader in, long key, int row, int seen) throws JsonException {
    if (key == BOX && takesBoxes) {
      int count = in.numbers(boxes, 4 * row, 4);
      if (count != 4 && (count != 0 || kind == Results.Kind.BOXES)) {
        throw new JsonException("expected 4 numbers, found " + count, in.at());
      }
      return count == 4 ? seen | HAS_BOX : seen & ~HAS_BOX;
    }
    if (key == IMAGE) {
      boolean isText = in.peek() == '"';
      int at = in.at();
      int place = isText ? imageIndex.place(in.text()) : imageIndex.place(in.whole());
      if (place < 0) {
        in.moveTo(at);
        throw unknownImage(in.value(), at);
      }
      images[row] = place;
      return seen | HAS_IMAGE;
    }
    if (key == CATEGORY) {
      categories[row] = categoryIndex.place(in.whole());
      return seen | HAS_CATEGORY;
    }
    if (key == SCORE) {
      scores[row] = in.number();
      return seen | HAS_SCORE;
    }
    if (key == SHAPE) {
      if (shapes == null) {
        shapes = new int[capacity];
      }
      shapes[row] = in.skip();
      return seen | HAS_SHAPE;
    }
    if (key == POINTS) {
      double[] joints = KeypointRow.read(in);
      if (points == null) {
        points = new double[capacity][];
      }
      points[row] = joints;
      return joints != null ? seen | HAS_POINTS : seen & ~HAS_POINTS;
    }
    in.skip();
    return seen;
  }

  private JsonException unknownImage(String id, int at) {
    return new JsonException(
        "expected the id of a picture of " + dataset.source() + ", found " + id, at);
  }

  private void measureMask(JsonReader in, int row, boolean hasBox) throws JsonException {
    int at = in.at();
    in.moveTo(shapes[row]);
    Rle mask;
    try {
      int image = images[row];
      mask =
          Outline.read(
              in, text, dataset.images().heights()[image], dataset.images().widths()[image]);
    } catch (JsonException e) {
      throw new JsonException("segmentation: " + e.getMessage(), JsonException.NOWHERE);
    }
    in.moveTo(at);
    Spans spans = Spans.of(mask);
    areas[row] = spans.area();
    hasOwnBoxes |= hasBox;
    if (!hasBox) {
      System.arraycopy(spans.box(), 0, boxes, 4 * row, 4);
    }
  }

  private void measurePoints(int row) {
    double[] joints = points[row];
    double left = joints[0];
    double right = left;
    double top = joints[1];
    double bottom = top;
    for (int i = 3; i < joints.length; i += 3) {
      left = Math.min(left, joints[i]);
      right = Math.max(right, joints[i]);
      top = Math.min(top, joints[i + 1]);
      bottom = Math.max(bottom, joints[i + 1]);
    }
    boxes[4 * row] = left;
    boxes[4 * row + 1] = top;
    boxes[4 * row + 2] = right - left;
    boxes[4 * row + 3] = bottom - top;
    areas[row] = (right - left) * (bottom - top);
  }

  private JsonException missing(int seen) {
    StringBuilder what = new StringBuilder();
    for (int i = 0; i < NAMES.length; i++) {
      if ((needed >> i & 1) != 0 && (seen >> i & 1) == 0) {
        what.append(what.isEmpty() ? "expected " : ", ").append(NAMES[i]);
      }
    }
    boolean lacksKind = (needed & ~seen) >= HAS_BOX;
    what.append(lacksKind ? ", as the first result has" : ", which the result lacks");
    return new JsonException(what.toString(), JsonException.NOWHERE);
  }
}
