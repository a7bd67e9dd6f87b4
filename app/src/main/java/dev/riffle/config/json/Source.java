package dev.riffle.config.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of a configuration.
 *
 * @param name what messages call it
 * @param text JSON
 * @param folder where a base that it names as a file is looked for; empty if it is not a file
 */
public record Source(String name, String text, Optional<Path> folder) {

  /** A text that is not a file. */
  public Source(String name, String text) {
    this(name, text, Optional.empty());
  }

  /**
   * A file.
   *
   * @throws ConfigException if it cannot be read
   */
  public static Source of(Path file) {
    Path path = file.normalize();
    String name = path.toString();
    try {
      return new Source(
          name, Files.readString(path), Optional.of(path.resolveSibling("").normalize()));
    } catch (NoSuchFileException e) {
      throw new ConfigException(name, "no such file", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(name, "expected UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigException(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * A resource of the class path, empty if there is none at that path.
   *
   * @throws ConfigException if it cannot be read
   */
  public static Optional<Source> resource(ClassLoader loader, String path) {
    String name = "classpath:" + path; // never the name of a file
    try (InputStream in = loader.getResourceAsStream(path)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new Source(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new ConfigException(name, "cannot be read: " + e.getMessage(), e);
    }
  }
}
