package dev.riffle.coco;

import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Shapes;
import dev.riffle.json.JsonBytes;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import dev.riffle.mask.Rle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Outlines between COCO's files and other formats: their polygons, both ways. */
public final class CocoOutlines {
  private CocoOutlines() {}

  /** The same data set, whose outlines also tell the polygons that a COCO file has for them. */
  public static Dataset opened(Dataset dataset) {
    return dataset.annotations().shapes() instanceof JsonShapes json
        ? with(dataset, new Opened(json))
        : dataset;
  }

  /** The same data set, whose polygons a COCO file will have as polygons, not as run lengths. */
  public static Dataset written(Dataset dataset) {
    Shapes shapes = dataset.annotations().shapes();
    if (shapes instanceof Opened opened) {
      return with(dataset, opened.shapes);
    }
    if (shapes instanceof JsonShapes || shapes == Shapes.NONE) {
      return dataset;
    }
    int[] from = new int[dataset.annotations().size()];
    StringBuilder text = new StringBuilder(" "); // place 0 means none
    for (int i = 0; i < from.length; i++) {
      double[][] polygons = shapes.polygons(i);
      if (polygons == null && shapes.has(i)) {
        return dataset; // not all are polygons: run lengths for all
      }
      if (polygons != null) {
        from[i] = text.length();
        append(text, polygons);
      }
    }
    JsonBytes bytes = JsonBytes.of(text.toString().getBytes(StandardCharsets.US_ASCII));
    String where = dataset.source() + ": annotations";
    return with(dataset, new JsonShapes(where, bytes.array(), bytes.end(), from, null, false));
  }

  private static void append(StringBuilder out, double[][] polygons) {
    String separator = "[";
    for (double[] polygon : polygons) {
      out.append(separator);
      for (int k = 0; k < polygon.length; k++) {
        double value = polygon[k];
        out.append(k > 0 ? ',' : '[');
        if (Math.abs(value) < 1e15 && value == (long) value) {
          out.append((long) value);
        } else {
          out.append(value);
        }
      }
      out.append(']');
      separator = ",";
    }
    out.append(']');
  }

  private static Dataset with(Dataset dataset, Shapes shapes) {
    Annotations it = dataset.annotations();
    return new Dataset(
        dataset.source(),
        dataset.images(),
        dataset.categories(),
        new Annotations(
            it.ids(),
            it.image(),
            it.category(),
            it.boxes(),
            it.areas(),
            it.crowds(),
            shapes,
            it.keypoints()));
  }

  private record Opened(JsonShapes shapes) implements Shapes {
    @Override
    public boolean has(int annotation) {
      return shapes.has(annotation);
    }

    @Override
    public Rle mask(int annotation, int height, int width) {
      return shapes.mask(annotation, height, width);
    }

    @Override
    public double[][] polygons(int annotation) {
      try {
        String json = shapes.json(annotation);
        if (json == null || !json.startsWith("[")) {
          return null;
        }
        JsonBytes bytes = JsonBytes.of(json.getBytes(StandardCharsets.UTF_8));
        JsonReader in = new JsonReader(bytes.array(), bytes.begin(), bytes.end());
        List<double[]> polygons = new ArrayList<>();
        in.open('[');
        do {
          polygons.add(in.numbers());
        } while (in.more(']'));
        return polygons.toArray(double[][]::new);
      } catch (JsonException e) {
        throw new IllegalArgumentException(
            "annotation " + annotation + ": segmentation: " + e.getMessage(), e);
      }
    }
  }
}
