package dev.riffle.coco.read;

import dev.riffle.coco.value.IdColumn;
import dev.riffle.coco.value.KeypointRow;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import dev.riffle.json.Rows;
import java.util.Arrays;

/** The {@code annotations}, as they are read. */
final class AnnotationRows implements Rows {
  private static final long ID = JsonReader.code("id");
  private static final long IMAGE = JsonReader.code("image_id");
  private static final long CATEGORY = JsonReader.code("category_id");
  private static final long BOX = JsonReader.code("bbox");
  private static final long AREA = JsonReader.code("area");
  private static final long CROWD = JsonReader.code("iscrowd");
  private static final long SHAPE = JsonReader.code("segmentation");
  private static final long POINTS = JsonReader.code("keypoints");
  private static final long LABELLED = JsonReader.code("num_keypoints");

  private static final int HAS_ID = 1;
  private static final int HAS_IMAGE = 2;
  private static final int HAS_CATEGORY = 4;
  private static final int HAS_AREA = 8;
  private static final int HAS_CROWD = 16;
  private static final int NEEDED = 31;
  private static final String[] NAMES = {"id", "image_id", "category_id", "area", "iscrowd"};
  private static final int HAS_BOX = 32;

  final IdColumn ids;
  final IdColumn images;
  long[] categories;
  double[] boxes;
  double[] areas;
  boolean[] crowds;
  int[] shapes; // where in the text, 0 where there is none
  double[][] points; // null until one has some
  int[] labelled; // null until one says it; −1 where it is not said
  boolean hasShapes;
  int boxed;
  int firstUnboxed = -1;
  private int size;
  private int capacity;

  AnnotationRows(int bytes) {
    capacity = bytes / 200 + 16;
    ids = new IdColumn(capacity);
    images = new IdColumn(capacity);
    categories = new long[capacity];
    boxes = new double[4 * capacity];
    areas = new double[capacity];
    crowds = new boolean[capacity];
    shapes = new int[capacity];
  }

  @Override
  public int size() {
    return size;
  }

  private void grow() {
    capacity += capacity / 2;
    ids.grow(capacity);
    images.grow(capacity);
    categories = Arrays.copyOf(categories, capacity);
    boxes = Arrays.copyOf(boxes, 4 * capacity);
    areas = Arrays.copyOf(areas, capacity);
    crowds = Arrays.copyOf(crowds, capacity);
    shapes = Arrays.copyOf(shapes, capacity);
    points = points == null ? null : Arrays.copyOf(points, capacity);
    if (labelled != null) {
      labelled = Arrays.copyOf(labelled, capacity);
      Arrays.fill(labelled, size, capacity, -1);
    }
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
    if ((seen & NEEDED) != NEEDED) {
      throw missing(seen);
    }
    if ((seen & HAS_BOX) != 0) {
      boxed++;
    } else if (firstUnboxed < 0) {
      firstUnboxed = size;
    }
    size++;
  }

  // It is too long to be compiled into the loop, and meant to be: what would come of that takes a
  // tenth of a second to compile.
  private int value(JsonReader in, long key, int row, int seen) throws JsonException {
    if (key == SHAPE) {
      boolean isNull = in.peek() == 'n';
      int from = in.skip();
      boolean isEmpty = isNull || in.isEmpty(from, in.at());
      shapes[row] = isEmpty ? 0 : from;
      hasShapes |= !isEmpty;
      return seen;
    }
    if (key == BOX) {
      int count = in.numbers(boxes, 4 * row, 4);
      if (count == 0) {
        return seen & ~HAS_BOX;
      }
      if (count != 4) {
        throw new JsonException("expected 4 numbers, found " + count, in.at());
      }
      return seen | HAS_BOX;
    }
    if (key == AREA) {
      areas[row] = in.number();
      return seen | HAS_AREA;
    }
    if (key == ID) {
      ids.read(in, row);
      return seen | HAS_ID;
    }
    if (key == IMAGE) {
      images.read(in, row);
      return seen | HAS_IMAGE;
    }
    if (key == CATEGORY) {
      categories[row] = in.whole();
      return seen | HAS_CATEGORY;
    }
    if (key == CROWD) {
      int c = in.peek();
      crowds[row] = c == 't' || c == 'f' ? truth(in) : in.whole() != 0;
      return seen | HAS_CROWD;
    }
    if (key == POINTS) {
      double[] joints = KeypointRow.read(in);
      if (points == null) {
        points = new double[capacity][];
      }
      points[row] = joints;
    } else if (key == LABELLED) {
      readLabelled(in, row);
    } else {
      in.skip();
    }
    return seen;
  }

  private static boolean truth(JsonReader in) throws JsonException {
    boolean isTrue = in.word("true");
    if (!isTrue && !in.word("false")) {
      throw in.expected("0 or 1");
    }
    return isTrue;
  }

  private void readLabelled(JsonReader in, int row) throws JsonException {
    long count = in.whole();
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw new JsonException("expected 0 or more, found " + count, in.at());
    }
    if (labelled == null) {
      labelled = new int[capacity];
      Arrays.fill(labelled, -1);
    }
    labelled[row] = (int) count;
  }

  private JsonException missing(int seen) {
    StringBuilder what = new StringBuilder();
    for (int i = 0; i < NAMES.length; i++) {
      if ((seen >> i & 1) == 0) {
        what.append(what.isEmpty() ? "expected " : ", ").append(NAMES[i]);
      }
    }
    what.append(", which the annotation");
    what.append((seen & HAS_ID) != 0 ? " with id " + ids.text(size) : "").append(" lacks");
    return new JsonException(what.toString(), JsonException.NOWHERE);
  }
}
