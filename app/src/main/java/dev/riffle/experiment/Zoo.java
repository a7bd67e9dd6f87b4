package dev.riffle.experiment;

import dev.riffle.config.Catalog;
import dev.riffle.config.Config;
import dev.riffle.config.json.ConfigException;
import dev.riffle.config.json.Source;
import dev.riffle.text.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The experiments that come with Riffle: the files of {@code configs/}, by name. */
public final class Zoo {
  private static final String FOLDER = "configs";
  private static final String ENDING = ".json";

  private Zoo() {}

  /** What can be named, in alphabetical order. */
  public static List<String> names() {
    URL folder = Zoo.class.getResource("/" + FOLDER + "/");
    if (folder == null) {
      throw new IllegalStateException("the application was packed without its " + FOLDER);
    }
    try (Stream<String> files = files(folder)) {
      return files
          .map(file -> file.substring(file.lastIndexOf('/') + 1))
          .filter(file -> file.endsWith(ENDING))
          .map(file -> file.substring(0, file.length() - ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> files(URL folder) throws IOException {
    URLConnection connection = folder.openConnection();
    if (connection instanceof JarURLConnection jar) {
      JarFile file = jar.getJarFile();
      return file.stream()
          .map(Object::toString)
          .filter(entry -> entry.startsWith(jar.getEntryName()));
    }
    try {
      return Files.list(Path.of(new URI(folder.toString())))
          .map(path -> path.getFileName().toString());
    } catch (URISyntaxException e) {
      throw new IOException(folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads an experiment.
   *
   * @param nameOrFile one of {@link #names}, or a file (ending in {@code .json})
   * @param changes {@code key=value}, applied in order
   * @throws ConfigException saying what is wrong with it, or naming the nearest name
   */
  public static Experiment read(String nameOrFile, List<String> changes) {
    Catalog catalog = Catalog.resources(Zoo.class.getClassLoader(), FOLDER, names());
    Source source =
        nameOrFile.endsWith(ENDING)
            ? Source.of(Path.of(nameOrFile))
            : catalog.find(nameOrFile).orElseThrow(() -> unknown(nameOrFile, catalog.names()));
    return Config.read(source, Experiment.class, changes, catalog);
  }

  private static IllegalArgumentException unknown(String name, List<String> names) {
    return new IllegalArgumentException(
        Suggestion.of("unknown model \"" + name + '"', name, names));
  }
}
