package dev.riffle.coco;

import com.google.gson.JsonPrimitive;
import dev.riffle.box.Category;
import dev.riffle.coco.value.JsonShapes;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.dataset.Shapes;
import dev.riffle.mask.Rle;
import java.io.IOException;

/** Writes an annotations file. Every number is read back as the same double. */
final class AnnotationsWriter {
  private final Appendable out;

  AnnotationsWriter(Appendable out) {
    this.out = out;
  }

  /** Writes all; returns how many annotations were left out. */
  int write(Dataset dataset) throws IOException {
    out.append("{\"images\":[");
    Images images = dataset.images();
    for (int i = 0; i < images.size(); i++) {
      out.append(i > 0 ? ",\n" : "\n").append("{\"id\":").append(id(images.ids(), i));
      if (images.fileNames() != null && images.fileNames()[i] != null) {
        out.append(",\"file_name\":").append(text(images.fileNames()[i]));
      }
      out.append(",\"width\":").append(Integer.toString(images.widths()[i]));
      out.append(",\"height\":").append(Integer.toString(images.heights()[i])).append('}');
    }
    out.append("],\n\"annotations\":[");
    Annotations annotations = dataset.annotations();
    String separator = "\n";
    int dropped = 0;
    for (int i = 0; i < annotations.size(); i++) {
      if (annotations.image()[i] < 0 || annotations.category()[i] < 0) {
        dropped++;
      } else {
        out.append(separator);
        annotation(dataset, i);
        separator = ",\n";
      }
    }
    out.append("],\n\"categories\":[");
    for (int i = 0; i < dataset.categories().size(); i++) {
      Category category = dataset.categories().get(i);
      out.append(i > 0 ? ",\n" : "\n").append("{\"id\":").append(Long.toString(category.id()));
      out.append(",\"name\":").append(text(category.name())).append('}');
    }
    out.append("]}\n");
    return dropped;
  }

  private void annotation(Dataset dataset, int i) throws IOException {
    Annotations annotations = dataset.annotations();
    int image = annotations.image()[i];
    out.append("{\"id\":").append(id(annotations.ids(), i));
    out.append(",\"image_id\":").append(id(dataset.images().ids(), image));
    long category = dataset.categories().get(annotations.category()[i]).id();
    out.append(",\"category_id\":").append(Long.toString(category));
    if (annotations.boxes() != null) {
      out.append(",\"bbox\":");
      numbers(annotations.boxes(), 4 * i, 4 * i + 4);
    }
    out.append(",\"area\":").append(number(annotations.areas()[i]));
    out.append(",\"iscrowd\":").append(annotations.crowds()[i] ? "1" : "0");
    if (annotations.shapes().has(i)) {
      out.append(",\"segmentation\":");
      Images images = dataset.images();
      shape(annotations.shapes(), i, images.heights()[image], images.widths()[image]);
    }
    if (annotations.keypoints() != null) {
      double[] points = annotations.keypoints().points()[i];
      if (points != null) {
        out.append(",\"keypoints\":");
        numbers(points, 0, points.length);
      }
      if (annotations.keypoints().labelled()[i] >= 0) {
        out.append(",\"num_keypoints\":");
        out.append(Integer.toString(annotations.keypoints().labelled()[i]));
      }
    }
    out.append('}');
  }

  private void shape(Shapes shapes, int i, int height, int width) throws IOException {
    if (shapes instanceof JsonShapes written) {
      out.append(written.json(i));
      return;
    }
    double[][] polygons = shapes.polygons(i);
    if (polygons != null) {
      for (int k = 0; k < polygons.length; k++) {
        out.append(k > 0 ? ',' : '[');
        numbers(polygons[k], 0, polygons[k].length);
      }
      out.append(']');
      return;
    }
    Rle mask = shapes.mask(i, height, width);
    out.append("{\"size\":[").append(Integer.toString(mask.height()));
    out.append(',').append(Integer.toString(mask.width())).append("],\"counts\":[");
    for (int k = 0; k < mask.runs().length; k++) {
      out.append(k > 0 ? "," : "").append(Integer.toString(mask.runs()[k]));
    }
    out.append("]}");
  }

  private void numbers(double[] numbers, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      out.append(i > from ? ',' : '[').append(number(numbers[i]));
    }
    out.append(']');
  }

  private static String number(double value) {
    boolean isShort = Math.abs(value) < 1e15 && value == (long) value;
    boolean isNegativeZero = value == 0 && 1 / value < 0;
    return isShort && !isNegativeZero ? Long.toString((long) value) : Double.toString(value);
  }

  private static String id(Ids ids, int i) {
    return ids.areNumbers() ? Long.toString(ids.number(i)) : text(ids.text(i));
  }

  private static String text(String text) {
    return new JsonPrimitive(text).toString();
  }
}
