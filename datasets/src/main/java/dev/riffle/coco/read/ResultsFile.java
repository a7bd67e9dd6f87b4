package dev.riffle.coco.read;

import dev.riffle.coco.value.CocoFormatException;
import dev.riffle.coco.value.JsonShapes;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.IdIndex;
import dev.riffle.dataset.Keypoints;
import dev.riffle.dataset.Results;
import dev.riffle.json.JsonArray;
import dev.riffle.json.JsonBytes;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import dev.riffle.json.RowException;
import java.util.List;
import java.util.function.IntFunction;

/** A results file that is being read. */
public final class ResultsFile implements IntFunction<ResultRows> {
  private static final long CAPTION = JsonReader.code("caption");
  private static final long BOX = JsonReader.code("bbox");
  private static final long SHAPE = JsonReader.code("segmentation");
  private static final long POINTS = JsonReader.code("keypoints");

  private final String source;
  private final JsonBytes text;
  private final Dataset dataset;
  private final boolean takesBoxes;
  private final IdIndex imageIndex;
  private final IdIndex categoryIndex;
  private Results.Kind kind;

  /**
   * A file that is in memory.
   *
   * @param dataset whose pictures and categories the results are of
   * @param takesBoxes whether boxes count; if not, they are passed over
   */
  public ResultsFile(String source, JsonBytes text, Dataset dataset, boolean takesBoxes) {
    this.source = source;
    this.text = text;
    this.dataset = dataset;
    this.takesBoxes = takesBoxes;
    this.imageIndex = new IdIndex(dataset.images().ids());
    this.categoryIndex = IdIndex.of(dataset.categories());
  }

  @Override
  public ResultRows apply(int bytes) {
    return new ResultRows(
        dataset, imageIndex, categoryIndex, kind, takesBoxes, text.array(), bytes);
  }

  /**
   * Reads it.
   *
   * @param pieceBytes how much of it a thread takes at a time, about
   * @throws CocoFormatException one line that begins with the source
   */
  public Results read(int threads, int pieceBytes) throws CocoFormatException {
    try {
      JsonReader in = new JsonReader(text.array(), text.begin(), text.end());
      if (in.peek() != '[') {
        throw in.expected("a list of results");
      }
      kind = kind(in);
      in.moveTo(text.begin());
      List<ResultRows> rows =
          new JsonArray<>(text.array(), text.end(), this).read(in, threads, pieceBytes);
      in.finish();
      return joined(rows);
    } catch (JsonException e) {
      throw new CocoFormatException(source + ": " + e.getMessage(), e);
    } catch (RowException e) {
      throw new CocoFormatException(source + ": results" + e.getMessage(), e);
    }
  }

  // The first result decides, whatever the others are.
  private Results.Kind kind(JsonReader in) throws JsonException {
    in.open('[');
    if (in.closes(']')) {
      throw new JsonException("expected at least one result, found an empty list", 0);
    }
    boolean hasCaption = false;
    boolean hasBox = false;
    boolean hasShape = false;
    boolean hasPoints = false;
    if (in.peek() != '{') {
      return Results.Kind.BOXES; // reading it will say what is wrong
    }
    in.open('{');
    if (!in.closes('}')) {
      do {
        long key = in.key();
        hasCaption |= key == CAPTION;
        hasShape |= key == SHAPE;
        hasPoints |= key == POINTS;
        if (key == BOX) {
          in.peek();
          int from = in.at();
          in.skip();
          hasBox = !in.isEmpty(from, in.at());
        } else {
          in.skip();
        }
      } while (in.more('}'));
    }
    if (hasCaption) {
      throw new JsonException("results[0]: expected boxes, masks or keypoints, found a caption", 0);
    }
    if (hasBox && takesBoxes) {
      return Results.Kind.BOXES;
    }
    if (hasShape) {
      return Results.Kind.MASKS;
    }
    if (hasPoints) {
      return Results.Kind.KEYPOINTS;
    }
    throw new JsonException(
        "results[0]: expected one of bbox, segmentation, keypoints"
            + (hasBox ? " (the box is left aside as asked for)" : ""),
        0);
  }

  private Results joined(List<ResultRows> pieces) {
    int size = 0;
    boolean hasShapes = false;
    boolean hasPoints = false;
    boolean hasOwnBoxes = false;
    for (ResultRows rows : pieces) {
      size += rows.size();
      hasOwnBoxes |= rows.hasOwnBoxes;
      hasShapes |= rows.shapes != null;
      hasPoints |= rows.points != null;
    }
    int[] images = new int[size];
    int[] categories = new int[size];
    double[] boxes = new double[4 * size];
    double[] areas = new double[size];
    double[] scores = new double[size];
    int[] shapes = hasShapes ? new int[size] : null;
    double[][] points = hasPoints ? new double[size][] : null;
    int at = 0;
    for (ResultRows rows : pieces) {
      int count = rows.size();
      System.arraycopy(rows.images, 0, images, at, count);
      System.arraycopy(rows.categories, 0, categories, at, count);
      System.arraycopy(rows.boxes, 0, boxes, 4 * at, 4 * count);
      System.arraycopy(rows.areas, 0, areas, at, count);
      System.arraycopy(rows.scores, 0, scores, at, count);
      if (rows.shapes != null) {
        System.arraycopy(rows.shapes, 0, shapes, at, count);
      }
      if (rows.points != null) {
        System.arraycopy(rows.points, 0, points, at, count);
      }
      at += count;
    }
    double[] corners = kind == Results.Kind.BOXES ? boxes : null;
    JsonShapes outlines =
        new JsonShapes(
            source + ": results",
            hasShapes ? text.array() : null, // else the text is not needed any more
            text.end(),
            hasShapes ? shapes : new int[size],
            corners,
            kind == Results.Kind.MASKS && !hasOwnBoxes);
    return new Results(
        source,
        kind,
        images,
        categories,
        boxes,
        areas,
        scores,
        outlines,
        hasPoints ? new Keypoints(points, new int[size]) : null);
  }
}
