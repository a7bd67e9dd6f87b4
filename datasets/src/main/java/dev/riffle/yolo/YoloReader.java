package dev.riffle.yolo;

import dev.riffle.box.Categories;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.dataset.PolygonShapes;
import dev.riffle.dataset.Shapes;
import dev.riffle.dataset.format.CategoryNames;
import dev.riffle.dataset.format.FileIds;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.Reading;
import dev.riffle.image.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** YOLO files that are being read. */
final class YoloReader {
  private final Path path;
  private final YoloOptions options;

  YoloReader(Path path, YoloOptions options) {
    this.path = path;
    this.options = options;
  }

  Reading read() throws IOException {
    Yolo yolo = Yolo.of(path, options.split());
    YoloFolder.Pictures pictures = YoloFolder.of(yolo.base(), yolo.places());
    YoloLabels labels = new YoloLabels(yolo.names().map(Categories::size).orElse(0));
    int size = pictures.files().size();
    String[] fileNames = new String[size];
    int[] widths = new int[size];
    int[] heights = new int[size];
    int labelled = 0;
    for (int i = 0; i < size; i++) {
      Path picture = pictures.files().get(i);
      ImageSize pixels = ImageSize.read(picture);
      fileNames[i] = YoloFolder.name(pictures.root(), picture);
      widths[i] = pixels.width();
      heights[i] = pixels.height();
      Path file = YoloFolder.labels(picture);
      if (Files.exists(file)) {
        labels.read(file, i, pixels);
        labelled++;
      }
    }
    Images images = new Images(FileIds.of(fileNames), fileNames, widths, heights);
    Categories classes = yolo.names().orElseGet(() -> unnamed(labels.rows));
    Categories categories = options.categories().orElse(classes);
    Annotations annotations = columns(labels.rows, places(classes, categories));
    Dataset dataset = new Dataset(path.toString(), images, categories, annotations);
    long strays = Math.max(0, YoloFolder.labelFiles(pictures.root()) - labelled);
    return new Reading(
        dataset,
        Optional.of(pictures.root()),
        Losses.NONE.with(
            strays, "file of labels without a picture", "left out: their sizes are unknown"));
  }

  private static Categories unnamed(List<YoloLabels.Row> rows) {
    List<String> names = new ArrayList<>();
    for (YoloLabels.Row row : rows) {
      while (names.size() <= row.label()) {
        names.add("class " + names.size());
      }
    }
    return Yolo.categories(names, null);
  }

  // Where among the given categories the classes are; as they are where the names are the same,
  // for then it does not matter that two have the same name.
  private int[] places(Categories classes, Categories categories) throws IOException {
    int[] places = new int[classes.size()];
    Arrays.setAll(places, i -> i);
    if (!classes.names().equals(categories.names())) {
      CategoryNames known = new CategoryNames(categories);
      for (int i = 0; i < places.length; i++) {
        places[i] = known.place(path, classes.get(i).name());
      }
    }
    return places;
  }

  private static Annotations columns(List<YoloLabels.Row> rows, int[] places) {
    int size = rows.size();
    long[] ids = new long[size];
    int[] image = new int[size];
    int[] category = new int[size];
    double[] boxes = new double[4 * size];
    double[] areas = new double[size];
    double[][][] polygons = new double[size][][];
    boolean hasPolygons = false;
    Arrays.setAll(ids, i -> i + 1);
    for (int i = 0; i < size; i++) {
      YoloLabels.Row row = rows.get(i);
      image[i] = row.image();
      category[i] = places[row.label()];
      System.arraycopy(row.box(), 0, boxes, 4 * i, 4);
      areas[i] = row.area();
      if (row.polygon() != null) {
        polygons[i] = new double[][] {row.polygon()};
        hasPolygons = true;
      }
    }
    Shapes shapes = hasPolygons ? new PolygonShapes(polygons) : Shapes.NONE;
    return new Annotations(
        Ids.of(ids), image, category, boxes, areas, new boolean[size], shapes, null);
  }
}
