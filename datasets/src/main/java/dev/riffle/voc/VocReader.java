package dev.riffle.voc;

import dev.riffle.box.Categories;
import dev.riffle.box.Category;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.dataset.Shapes;
import dev.riffle.dataset.format.CategoryNames;
import dev.riffle.dataset.format.FileIds;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;

/** VOC files that are being read. */
final class VocReader {
  private final Path path;
  private final VocOptions options;
  private final List<VocFile.Thing> things = new ArrayList<>();
  private final List<Path> files = new ArrayList<>(); // [thing]
  private final VocFile.Extras extras = new VocFile.Extras();
  private int difficult;

  VocReader(Path path, VocOptions options) {
    this.path = path;
    this.options = options;
  }

  Reading read() throws IOException {
    VocFolder folder = VocFolder.of(path, options.imageSet());
    XMLInputFactory factory = VocFile.factory();
    int size = folder.files().size();
    String[] fileNames = new String[size];
    int[] widths = new int[size];
    int[] heights = new int[size];
    List<Integer> images = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Path xml = folder.files().get(i);
      VocFile file = VocFile.read(xml, factory, extras);
      fileNames[i] = folder.below(xml, file.fileName);
      widths[i] = file.width;
      heights[i] = file.height;
      for (VocFile.Thing thing : file.things) {
        difficult += thing.isDifficult ? 1 : 0;
        if (!thing.isDifficult || options.difficult() != Difficult.DROP) {
          things.add(thing);
          files.add(xml);
          images.add(i);
        }
      }
    }
    Categories categories = options.categories().orElseGet(this::occurring);
    Images pictures = new Images(FileIds.of(fileNames), fileNames, widths, heights);
    Dataset dataset =
        new Dataset(path.toString(), pictures, categories, columns(images, categories));
    return new Reading(dataset, folder.pictures(), losses());
  }

  private Categories occurring() {
    List<Category> list = new ArrayList<>();
    for (String name : new TreeSet<>(things.stream().map(thing -> thing.name).toList())) {
      list.add(new Category(list.size() + 1, name));
    }
    return new Categories(list);
  }

  private Annotations columns(List<Integer> images, Categories categories) throws IOException {
    CategoryNames known = new CategoryNames(categories);
    int size = things.size();
    long[] ids = new long[size];
    int[] category = new int[size];
    double[] boxes = new double[4 * size];
    double[] areas = new double[size];
    boolean[] crowds = new boolean[size];
    Arrays.setAll(ids, i -> i + 1);
    for (int i = 0; i < size; i++) {
      VocFile.Thing thing = things.get(i);
      category[i] = known.place(files.get(i), thing.name);
      boxes[4 * i] = thing.x.start();
      boxes[4 * i + 1] = thing.y.start();
      boxes[4 * i + 2] = thing.x.length();
      boxes[4 * i + 3] = thing.y.length();
      areas[i] = boxes[4 * i + 2] * boxes[4 * i + 3];
      crowds[i] = thing.isDifficult && options.difficult() == Difficult.CROWD;
    }
    int[] image = images.stream().mapToInt(Integer::intValue).toArray();
    return new Annotations(Ids.of(ids), image, category, boxes, areas, crowds, Shapes.NONE, null);
  }

  private Losses losses() {
    String none = "left out: a data set has no such flag";
    String fate =
        switch (options.difficult()) {
          case CROWD -> "read as crowds: neither finding nor missing them counts";
          case KEEP -> "read as objects like any other: a data set has no such flag";
          case DROP -> "left out, as asked for";
        };
    return Losses.NONE
        .with(difficult, "difficult object", fate)
        .with(extras.truncated, "mark of a truncated object", none)
        .with(extras.occluded, "mark of an occluded object", none)
        .with(extras.posed, "pose", "left out: a data set has none")
        .with(extras.parts, "part of an object", "left out: a data set has none")
        .with(extras.outlines, "outline", "left out: only boxes are read from VOC");
  }
}
