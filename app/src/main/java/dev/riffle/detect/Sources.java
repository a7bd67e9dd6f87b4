package dev.riffle.detect;

import dev.riffle.image.Picture;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The pictures that a user means by files, folders and globs, each once, in the order of the
 * arguments and by name inside each.
 */
public final class Sources {
  private Sources() {}

  /**
   * Finds the files.
   *
   * @param sources files, folders (not the folders in them), or globs such as {@code photos/**.jpg}
   * @param out where drawn pictures go, which no glob reaches into; null for nowhere
   * @return where each file lies, and its place below the folder that it was found by; a source
   *     that is simply not there is among them, for whoever reads it to name
   * @throws IOException naming the folder or glob that means no picture
   */
  public static List<Source> find(List<String> sources, Path out) throws IOException {
    Path drawn = out == null ? null : realPath(out);
    Map<Path, Source> found = new LinkedHashMap<>();
    for (String source : sources) {
      for (Source file : find(source, drawn)) {
        found.putIfAbsent(realPath(file.path()), file);
      }
    }
    return List.copyOf(found.values());
  }

  /** Where a file really lies, links followed as far as they lead anywhere. */
  static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize(); // whoever reads it will say what is wrong
    }
  }

  private static List<Source> find(String source, Path drawn) throws IOException {
    if (source.isEmpty()) {
      throw new IOException("an empty text names no picture");
    }
    Path path = path(source);
    if (path != null && Files.isDirectory(path)) {
      return inFolder(path);
    }
    if (path != null && Files.exists(path)) {
      return List.of(new Source(path, path.getFileName()));
    }
    if (firstWildcard(source) < source.length()) {
      return matching(source, drawn);
    }
    return List.of(new Source(path, path.getFileName()));
  }

  // A glob need not be a path: Windows allows no * in one.
  private static Path path(String source) {
    try {
      return Path.of(source);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static List<Source> inFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Source> pictures =
          files
              .filter(file -> Picture.isPictureName(file) && !Files.isDirectory(file))
              .sorted()
              .map(file -> new Source(file, file.getFileName()))
              .toList();
      if (pictures.isEmpty()) {
        throw new IOException(
            folder
                + ": no pictures in this folder ("
                + Picture.nameEndings()
                + "); folders in it are reached by a glob, \""
                + folder.resolve("**.jpg")
                + "\"");
      }
      return pictures;
    }
  }

  private static List<Source> matching(String glob, Path drawn) throws IOException {
    String pattern = File.separatorChar == '\\' ? glob.replace('\\', '/') : glob;
    int slash = pattern.lastIndexOf('/', firstWildcard(pattern));
    Path base = Path.of(pattern.substring(0, slash + 1));
    String rest = pattern.substring(slash + 1);
    PathMatcher matcher = matcher(glob, rest);
    int depth = rest.contains("**") ? Integer.MAX_VALUE : rest.split("/").length;
    List<Source> found = new ArrayList<>();
    if (Files.isDirectory(base.toAbsolutePath())) {
      Files.walkFileTree(
          base,
          Set.of(FileVisitOption.FOLLOW_LINKS),
          depth,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
              boolean isDrawn = !at.equals(base) && realPath(at).equals(drawn);
              return isDrawn ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              Path below = base.relativize(file);
              if (!attributes.isDirectory() && matcher.matches(below)) {
                found.add(new Source(file, below));
              }
              return FileVisitResult.CONTINUE;
            }

            // A dead link is named by whoever reads it; a folder that may not be looked into
            // holds nothing for us.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              if (matcher.matches(base.relativize(file)) && !Files.isDirectory(file)) {
                found.add(new Source(file, base.relativize(file)));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    if (found.isEmpty()) {
      throw new IOException(glob + ": no picture matches");
    }
    found.sort(Comparator.comparing(Source::path));
    return found;
  }

  // Only pictures; and as shells have it, "**/" may also stand for no folder at all.
  private static PathMatcher matcher(String glob, String pattern) throws IOException {
    try {
      PathMatcher deep = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      PathMatcher flat =
          FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("**/", ""));
      return file -> Picture.isPictureName(file) && (deep.matches(file) || flat.matches(file));
    } catch (PatternSyntaxException e) {
      throw new IOException(glob + ": no such file, and no glob: " + e.getDescription(), e);
    }
  }

  private static int firstWildcard(String pattern) {
    int i = 0;
    while (i < pattern.length() && "*?[{".indexOf(pattern.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  /**
   * A file to look at.
   *
   * @param path where it lies
   * @param below its place below the folder that it was found by; what is made of it is laid out
   *     the same way
   */
  public record Source(Path path, Path below) {}
}
