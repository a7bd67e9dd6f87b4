package dev.riffle.detect;

import dev.riffle.detect.Sources.Source;
import dev.riffle.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where drawn pictures go: below one folder, laid out as the sources are below theirs. No two share
 * a place, and none takes an original's.
 */
public final class Drawn {
  private final Map<Source, Path> places = new HashMap<>();

  /**
   * Makes the folder and gives each picture its place.
   *
   * @throws IOException naming the folder, if it cannot be made or written to, or the picture that
   *     would be drawn over
   */
  public Drawn(Path folder, List<Source> sources) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + ": expected a folder for drawn pictures, found a file");
    }
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".riffle", ""));
    } catch (IOException e) {
      throw new IOException(folder + ": this folder cannot be written to", e);
    }
    Set<Path> originals =
        sources.stream().map(Source::path).map(Sources::realPath).collect(Collectors.toSet());
    Set<Path> taken = new HashSet<>();
    for (Source source : sources) {
      Path wish = folder.resolve(source.below());
      if (!Picture.isPictureName(wish)) {
        wish = wish.resolveSibling(wish.getFileName() + ".png");
      }
      Path place = wish;
      for (int i = 2; !taken.add(place); i++) {
        place = numbered(wish, i);
      }
      if (originals.contains(Sources.realPath(place))) {
        throw new IOException(
            place + ": would be drawn over an original; choose another folder with --out");
      }
      places.put(source, place);
    }
  }

  // photo.jpg, photo-2.jpg
  private static Path numbered(Path path, int number) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    int end = dot > 0 ? dot : name.length();
    return path.resolveSibling(name.substring(0, end) + "-" + number + name.substring(end));
  }

  /** The place of a picture; its folder is there. */
  public Path of(Source source) throws IOException {
    Path place = places.get(source);
    Files.createDirectories(place.getParent());
    return place;
  }
}
