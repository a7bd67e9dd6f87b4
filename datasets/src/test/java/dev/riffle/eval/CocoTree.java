package dev.riffle.eval;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.riffle.box.Categories;
import dev.riffle.box.Category;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.dataset.Keypoints;
import dev.riffle.dataset.Results;
import dev.riffle.dataset.Shapes;
import dev.riffle.mask.Polygons;
import dev.riffle.mask.Rle;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The plainest reader of COCO files: a tree of all of it, for tests. */
public final class CocoTree {
  private CocoTree() {}

  public static JsonElement read(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path);
        InputStream in = path.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader);
    }
  }

  public static Dataset dataset(Path path) throws IOException {
    JsonObject root = read(path).getAsJsonObject();
    JsonArray pictures = root.getAsJsonArray("images");
    JsonArray kinds = root.getAsJsonArray("categories");
    JsonArray list = root.getAsJsonArray("annotations");
    int[] widths = new int[pictures.size()];
    int[] heights = new int[pictures.size()];
    Map<String, Integer> imageOf = places(pictures, "id");
    for (int i = 0; i < widths.length; i++) {
      JsonObject picture = pictures.get(i).getAsJsonObject();
      widths[i] = picture.get("width").getAsInt();
      heights[i] = picture.get("height").getAsInt();
    }
    List<Category> categories = new ArrayList<>();
    for (JsonElement kind : kinds) {
      JsonObject one = kind.getAsJsonObject();
      categories.add(new Category(one.get("id").getAsLong(), one.get("name").getAsString()));
    }
    int size = list.size();
    int[] labelled = new int[size];
    boolean[] crowds = new boolean[size];
    double[] areas = new double[size];
    for (int i = 0; i < size; i++) {
      JsonObject one = list.get(i).getAsJsonObject();
      crowds[i] = one.get("iscrowd").getAsInt() != 0;
      areas[i] = one.get("area").getAsDouble();
      labelled[i] = one.has("num_keypoints") ? one.get("num_keypoints").getAsInt() : 0;
    }
    Images images = new Images(ids(pictures), new String[widths.length], widths, heights);
    Annotations annotations =
        new Annotations(
            ids(list),
            column(list, "image_id", imageOf),
            column(list, "category_id", places(kinds, "id")),
            boxes(list),
            areas,
            crowds,
            new Outlines(segmentations(list)),
            new Keypoints(keypoints(list), labelled));
    return new Dataset(path.toString(), images, new Categories(categories), annotations);
  }

  public static Results results(Path path, Dataset dataset) throws IOException {
    return results(path, dataset, false);
  }

  /** Results; their boxes dropped if so wanted, so that masks come in their place. */
  public static Results results(Path path, Dataset dataset, boolean maskArea) throws IOException {
    Map<String, Integer> imageOf = new HashMap<>();
    for (int i = 0; i < dataset.images().size(); i++) {
      imageOf.put(dataset.images().ids().text(i), i);
    }
    Map<String, Integer> categoryOf = new HashMap<>();
    for (int k = 0; k < dataset.categories().size(); k++) {
      categoryOf.put(Long.toString(dataset.categories().get(k).id()), k);
    }
    List<Found> list = found(path);
    Found first = list.get(0);
    Results.Kind kind =
        first.box != null && !maskArea
            ? Results.Kind.BOXES
            : first.outline != null ? Results.Kind.MASKS : Results.Kind.KEYPOINTS;
    int size = list.size();
    int[] images = new int[size];
    int[] categories = new int[size];
    double[] boxes = new double[4 * size];
    double[] areas = new double[size];
    double[] scores = new double[size];
    double[][] points = new double[size][];
    JsonElement[] segmentations = new JsonElement[size];
    Outlines outlines = new Outlines(segmentations);
    for (int i = 0; i < size; i++) {
      Found one = list.get(i);
      images[i] = imageOf.get(one.image);
      categories[i] = categoryOf.getOrDefault(one.category, -1);
      scores[i] = one.score;
      points[i] = one.keypoints;
      segmentations[i] = one.outline;
      double[] box = kind == Results.Kind.KEYPOINTS ? around(one.keypoints) : one.box;
      if (kind == Results.Kind.MASKS) {
        Images pictures = dataset.images();
        Rle mask = outlines.mask(i, pictures.heights()[images[i]], pictures.widths()[images[i]]);
        areas[i] = mask.area();
        box = mask.box();
      } else {
        areas[i] = box[2] * box[3];
      }
      System.arraycopy(box, 0, boxes, 4 * i, 4);
    }
    return new Results(
        path.toString(),
        kind,
        images,
        categories,
        boxes,
        areas,
        scores,
        outlines,
        new Keypoints(points, new int[size]));
  }

  private record Found(
      String image,
      String category,
      double[] box,
      double score,
      JsonElement outline,
      double[] keypoints) {}

  // Object by object: the tree of a large file takes seconds.
  private static List<Found> found(Path path) throws IOException {
    List<Found> list = new ArrayList<>();
    try (InputStream file = Files.newInputStream(path);
        InputStream in = path.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
        JsonReader reader = new JsonReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader.setStrictness(Strictness.LENIENT);
      reader.beginArray();
      while (reader.hasNext()) {
        JsonObject one = JsonParser.parseReader(reader).getAsJsonObject();
        list.add(
            new Found(
                one.get("image_id").getAsString(),
                one.get("category_id").getAsString(),
                one.has("bbox") ? numbers(one.getAsJsonArray("bbox")) : null,
                one.get("score").getAsDouble(),
                one.get("segmentation"),
                one.has("keypoints") ? numbers(one.getAsJsonArray("keypoints")) : null));
      }
    }
    return list;
  }

  private static Map<String, Integer> places(JsonArray list, String key) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      places.put(list.get(i).getAsJsonObject().get(key).getAsString(), i);
    }
    return places;
  }

  private static int[] column(JsonArray list, String key, Map<String, Integer> places) {
    int[] column = new int[list.size()];
    for (int i = 0; i < column.length; i++) {
      String id = list.get(i).getAsJsonObject().get(key).getAsString();
      column[i] = places.getOrDefault(id, -1);
    }
    return column;
  }

  private static Ids ids(JsonArray list) {
    boolean texts = false;
    String[] text = new String[list.size()];
    for (int i = 0; i < text.length; i++) {
      JsonPrimitive id = list.get(i).getAsJsonObject().getAsJsonPrimitive("id");
      texts |= id.isString();
      text[i] = id.getAsString();
    }
    if (texts) {
      return Ids.of(text);
    }
    long[] numbers = new long[text.length];
    for (int i = 0; i < text.length; i++) {
      numbers[i] = Long.parseLong(text[i]);
    }
    return Ids.of(numbers);
  }

  private static double[] boxes(JsonArray list) {
    double[] boxes = new double[4 * list.size()];
    for (int i = 0; i < list.size(); i++) {
      JsonArray box = list.get(i).getAsJsonObject().getAsJsonArray("bbox");
      for (int j = 0; box != null && j < 4; j++) {
        boxes[4 * i + j] = box.get(j).getAsDouble();
      }
    }
    return boxes;
  }

  private static double[][] keypoints(JsonArray list) {
    double[][] points = new double[list.size()][];
    for (int i = 0; i < points.length; i++) {
      JsonArray numbers = list.get(i).getAsJsonObject().getAsJsonArray("keypoints");
      if (numbers != null) {
        points[i] = numbers(numbers);
      }
    }
    return points;
  }

  private static double[] around(double[] points) {
    double left = Double.POSITIVE_INFINITY;
    double top = left;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = right;
    for (int j = 0; j < points.length; j += 3) {
      left = Math.min(left, points[j]);
      right = Math.max(right, points[j]);
      top = Math.min(top, points[j + 1]);
      bottom = Math.max(bottom, points[j + 1]);
    }
    return new double[] {left, top, right - left, bottom - top};
  }

  private static JsonElement[] segmentations(JsonArray list) {
    JsonElement[] outlines = new JsonElement[list.size()];
    for (int i = 0; i < outlines.length; i++) {
      outlines[i] = list.get(i).getAsJsonObject().get("segmentation");
    }
    return outlines;
  }

  private record Outlines(JsonElement[] of) implements Shapes {

    @Override
    public boolean has(int annotation) {
      return of[annotation] != null;
    }

    @Override
    public Rle mask(int annotation, int height, int width) {
      if (of[annotation].isJsonArray()) {
        JsonArray list = of[annotation].getAsJsonArray();
        double[][] polygons = new double[list.size()][];
        for (int i = 0; i < polygons.length; i++) {
          polygons[i] = numbers(list.get(i).getAsJsonArray());
        }
        return Polygons.rasterise(polygons, height, width);
      }
      JsonObject code = of[annotation].getAsJsonObject();
      double[] size = numbers(code.getAsJsonArray("size"));
      if (code.get("counts").isJsonArray()) {
        double[] counts = numbers(code.getAsJsonArray("counts"));
        int[] runs = Arrays.stream(counts).mapToInt(run -> (int) run).toArray();
        return new Rle((int) size[0], (int) size[1], runs);
      }
      byte[] text = code.get("counts").getAsString().getBytes(StandardCharsets.ISO_8859_1);
      return Rle.decode((int) size[0], (int) size[1], text, 0, text.length);
    }
  }

  private static double[] numbers(JsonArray list) {
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).getAsDouble();
    }
    return numbers;
  }
}
