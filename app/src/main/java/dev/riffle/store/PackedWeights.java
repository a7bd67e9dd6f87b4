package dev.riffle.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Weights that travel inside the application, as resources {@code weights/MODEL.safetensors}.
 *
 * @param loader what finds the resources
 */
public record PackedWeights(ClassLoader loader) {
  private static final String FOLDER = "weights/";
  private static final String EXTENSION = ".safetensors";

  /** Those of this application. */
  public PackedWeights() {
    this(PackedWeights.class.getClassLoader());
  }

  /** The resource that holds a model's weights, if the model is among them. */
  public static String resource(String model) {
    return FOLDER + model + EXTENSION;
  }

  /** Whether a model's weights are there. */
  public boolean has(String model) {
    return loader.getResource(resource(model)) != null;
  }

  /**
   * A model's weights as a file, which from a jar is a copy that goes when the program ends.
   *
   * @throws IOException if they cannot be unpacked
   */
  public Optional<Path> find(String model) throws IOException {
    URL resource = loader.getResource(resource(model));
    if (resource == null) {
      return Optional.empty();
    }
    if (resource.getProtocol().equals("file")) {
      try {
        return Optional.of(Path.of(resource.toURI()));
      } catch (URISyntaxException e) {
        throw new IOException(resource + ": " + e.getMessage(), e);
      }
    }
    Path copy = Files.createTempFile("riffle-", EXTENSION);
    copy.toFile().deleteOnExit();
    try (InputStream in = resource.openStream()) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return Optional.of(copy);
  }
}
