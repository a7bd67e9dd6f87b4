package dev.riffle.dataset.format;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Grouping;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.file.FileName;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Pictures' file names where a file of annotations beside each is named after them. */
public final class FileNames {
  /** An annotation that no writer can place, for a {@link Loss}. */
  public static final String STRAY = "annotation of an unknown picture or category";

  private FileNames() {}

  /**
   * The names, with their folders, without their extensions.
   *
   * @throws IOException one line that names the picture, if one has no name, its name is no place
   *     below a folder, or two would be the same
   */
  public static String[] withoutExtensions(Dataset dataset) throws IOException {
    Images images = dataset.images();
    String[] stems = new String[images.size()];
    Map<String, Integer> taken = new HashMap<>();
    for (int i = 0; i < stems.length; i++) {
      String where = dataset.source() + ": picture " + images.ids().text(i) + ": ";
      String name = images.fileNames() == null ? null : images.fileNames()[i];
      if (name == null) {
        throw new IOException(where + "expected a file name, found none");
      }
      Optional<String> problem = FileName.problem(name);
      if (problem.isPresent()) {
        throw new IOException(where + "file name " + FileName.shown(name) + " " + problem.get());
      }
      stems[i] = name.substring(0, name.lastIndexOf('/') + 1) + FileIds.stem(name);
      Integer other = taken.putIfAbsent(stems[i], i);
      if (other != null) {
        throw new IOException(
            where
                + "file name "
                + FileName.shown(name)
                + " differs from "
                + FileName.shown(images.fileNames()[other])
                + " at most by the extension, so that one file of annotations would be both's");
      }
    }
    return stems;
  }

  /** Ids of pictures and annotations that a format without ids will read otherwise. */
  public static Losses renumbered(Dataset dataset, String format) {
    String fate = "left out: " + format + " has none, others are given in reading";
    String[] sorted = dataset.images().fileNames().clone();
    Arrays.sort(sorted);
    Ids given = FileIds.of(sorted);
    Map<String, String> idOf = new HashMap<>();
    for (int i = 0; i < sorted.length; i++) {
      idOf.put(sorted[i], given.text(i));
    }
    Ids ids = dataset.images().ids();
    int images = 0;
    for (int i = 0; i < ids.size(); i++) {
      boolean isSame =
          ids.areNumbers() && ids.text(i).equals(idOf.get(dataset.images().fileNames()[i]));
      images += isSame ? 0 : 1;
    }
    Ids own = dataset.annotations().ids();
    Grouping grouping = Grouping.byImage(dataset);
    Integer[] places = new Integer[ids.size()];
    Arrays.setAll(places, i -> i);
    Arrays.sort(places, Comparator.comparing(i -> dataset.images().fileNames()[i]));
    int annotations = own.size() - grouping.size();
    long next = 1;
    for (int place : places) {
      for (int k = grouping.begin(place); k < grouping.end(place); k++, next++) {
        annotations += own.areNumbers() && own.number(grouping.at(k)) == next ? 0 : 1;
      }
    }
    return Losses.NONE
        .with(images, "id of a picture", fate)
        .with(annotations, "id of an annotation", fate);
  }
}
