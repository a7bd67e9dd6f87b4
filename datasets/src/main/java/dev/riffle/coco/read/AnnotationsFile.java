package dev.riffle.coco.read;

import dev.riffle.box.Categories;
import dev.riffle.coco.value.CocoFormatException;
import dev.riffle.coco.value.IdColumn;
import dev.riffle.coco.value.JsonShapes;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.IdIndex;
import dev.riffle.dataset.Images;
import dev.riffle.dataset.Keypoints;
import dev.riffle.json.JsonArray;
import dev.riffle.json.JsonBytes;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import dev.riffle.json.RowException;
import dev.riffle.json.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** An annotations file that is being read. */
public final class AnnotationsFile implements IntFunction<AnnotationRows> {
  private static final long IMAGES = JsonReader.code("images");
  private static final long CATEGORIES = JsonReader.code("categories");
  private static final long ANNOTATIONS = JsonReader.code("annotations");

  private final String source;
  private final JsonBytes text;
  private ImageRows images;
  private CategoryRows categories;
  private List<AnnotationRows> annotations = List.of();

  /** A file that is in memory. */
  public AnnotationsFile(String source, JsonBytes text) {
    this.source = source;
    this.text = text;
  }

  @Override
  public AnnotationRows apply(int bytes) {
    return new AnnotationRows(bytes);
  }

  /**
   * Reads it.
   *
   * @param pieceBytes how much of it a thread takes at a time, about
   * @throws CocoFormatException one line that begins with the source
   */
  public Dataset read(int threads, int pieceBytes) throws CocoFormatException {
    String array = "";
    try {
      JsonReader in = new JsonReader(text.array(), text.begin(), text.end());
      if (in.peek() != '{') {
        throw in.expected("an object with images, annotations and categories");
      }
      in.open('{');
      if (!in.closes('}')) {
        do {
          long key = in.key();
          array = in.lastKey();
          if (key == IMAGES) {
            images = new ImageRows();
            readAlone(in, images);
          } else if (key == CATEGORIES) {
            categories = new CategoryRows();
            readAlone(in, categories);
          } else if (key == ANNOTATIONS) {
            annotations =
                new JsonArray<>(text.array(), text.end(), this).read(in, threads, pieceBytes);
          } else {
            in.skip();
          }
          array = "";
        } while (in.more('}'));
      }
      in.finish();
      return joined();
    } catch (JsonException e) {
      String where = array.isEmpty() ? "" : array + ": ";
      throw new CocoFormatException(source + ": " + where + e.getMessage(), e);
    } catch (RowException e) {
      throw new CocoFormatException(source + ": " + array + e.getMessage(), e);
    }
  }

  private void readAlone(JsonReader in, Rows rows) throws JsonException, RowException {
    IntFunction<Rows> same =
        new IntFunction<>() { // a lambda would take milliseconds at the start of a JVM
          @Override
          public Rows apply(int bytes) {
            return rows;
          }
        };
    new JsonArray<>(text.array(), text.end(), same).read(in, 1, text.end());
  }

  private Dataset joined() throws CocoFormatException {
    if (images == null || categories == null) {
      throw new CocoFormatException(
          source + ": expected " + (images == null ? "images" : "categories") + ", found none");
    }
    Images pictures = images.images(source + ": images");
    Categories kinds;
    try {
      kinds = new Categories(categories.list);
    } catch (IllegalArgumentException e) {
      throw new CocoFormatException(source + ": " + e.getMessage(), e);
    }
    int size = 0;
    for (AnnotationRows rows : annotations) {
      size += rows.size();
    }
    return new Dataset(source, pictures, kinds, columns(size, pictures, kinds));
  }

  private Annotations columns(int size, Images pictures, Categories kinds)
      throws CocoFormatException {
    IdIndex imageIndex = new IdIndex(pictures.ids());
    IdIndex categoryIndex = IdIndex.of(kinds);
    IdColumn ids = new IdColumn(size);
    int[] image = new int[size];
    int[] category = new int[size];
    double[] boxes = new double[4 * size];
    double[] areas = new double[size];
    boolean[] crowds = new boolean[size];
    int[] shapes = new int[size];
    double[][] points = null;
    int[] labelled = new int[size];
    Arrays.fill(labelled, -1);
    boolean hasShapes = false;
    int boxed = 0;
    int firstUnboxed = -1;
    int at = 0;
    for (AnnotationRows rows : annotations) {
      int count = rows.size();
      ids.append(rows.ids, at, count);
      for (int i = 0; i < count; i++) {
        image[at + i] = rows.images.place(i, imageIndex);
        category[at + i] = categoryIndex.place(rows.categories[i]);
      }
      System.arraycopy(rows.boxes, 0, boxes, 4 * at, 4 * count);
      System.arraycopy(rows.areas, 0, areas, at, count);
      System.arraycopy(rows.crowds, 0, crowds, at, count);
      System.arraycopy(rows.shapes, 0, shapes, at, count);
      hasShapes |= rows.hasShapes;
      boxed += rows.boxed;
      if (firstUnboxed < 0 && rows.firstUnboxed >= 0) {
        firstUnboxed = at + rows.firstUnboxed;
      }
      if (rows.points != null) {
        points = points == null ? new double[size][] : points;
        System.arraycopy(rows.points, 0, points, at, count);
      }
      if (rows.labelled != null) {
        System.arraycopy(rows.labelled, 0, labelled, at, count);
      }
      at += count;
    }
    String where = source + ": annotations";
    if (boxed > 0 && firstUnboxed >= 0) {
      throw new CocoFormatException(
          where
              + "["
              + firstUnboxed
              + "]: expected bbox, which the annotation with id "
              + ids.text(firstUnboxed)
              + " lacks while others have it");
    }
    return new Annotations(
        ids.ids(where, size),
        image,
        category,
        boxed > 0 || size == 0 ? boxes : null,
        areas,
        crowds,
        new JsonShapes(where, hasShapes ? text.array() : null, text.end(), shapes, null, false),
        points == null ? null : new Keypoints(points, labelled));
  }
}
