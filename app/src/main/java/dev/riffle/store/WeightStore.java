package dev.riffle.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the weights of a model: in the folder {@code RIFFLE_WEIGHTS}, else in the cache ({@code
 * XDG_CACHE_HOME/riffle} or {@code ~/.cache/riffle}), else at their address, from where they go
 * into the cache. In a folder they go by the name of the published file, or by the model's with one
 * of {@link #EXTENSIONS}. What lies in a folder is trusted: only what is fetched is held against
 * its hash.
 *
 * @param environment the environment's variables
 * @param offline whether nothing may be fetched; {@code RIFFLE_OFFLINE=1} says so too
 */
public record WeightStore(Map<String, String> environment, boolean offline) {
  private static final String FOLDER = "RIFFLE_WEIGHTS";
  private static final String OFFLINE = "RIFFLE_OFFLINE";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What may follow a model's name, in the order of search. */
  public static final List<String> EXTENSIONS =
      List.of(".safetensors", ".ckpt", ".pth", ".pt", ".onnx", ".param");

  /**
   * Looks nowhere yet.
   *
   * @throws IllegalArgumentException if {@code RIFFLE_OFFLINE} is neither 0 nor 1
   */
  public WeightStore {
    environment = Map.copyOf(environment);
    String word = environment.getOrDefault(OFFLINE, "");
    if (!word.matches("[01]?|true|false")) {
      throw new IllegalArgumentException(
          OFFLINE + ": expected 0, 1, true or false, found \"" + word + '"');
    }
    offline |= word.equals("1") || word.equals("true");
  }

  /**
   * The weights of a model, fetched if need be.
   *
   * @param given the file that the user named, which then is the only one looked at
   * @param model the model's name
   * @param source where they are published, if they are
   * @throws IOException in one line: what is missing, where it was looked for, and where to put it
   */
  public Path find(
      Optional<Path> given, String model, Optional<WeightSource> source, FetchListener progress)
      throws IOException {
    if (given.isPresent()) {
      return notEmpty(given.get());
    }
    Optional<Path> here = present(model, source);
    if (here.isPresent()) {
      return notEmpty(here.get());
    }
    if (source.isEmpty()) {
      throw new FileNotFoundException(
          model
              + ": no weights are published; put them at "
              + cache().resolve(name(model) + ".ckpt"));
    }
    Path target = cache().resolve(source.get().fileName());
    if (offline) {
      throw new FileNotFoundException(
          model
              + ": weights not found, and offline nothing is fetched; put "
              + source.get().url()
              + " at "
              + target);
    }
    return new Fetch(source.get(), target, progress, PATIENCE).run();
  }

  /** The weights of a model if they need not be fetched. Never asks the network. */
  public Optional<Path> atHand(String model, Optional<WeightSource> source) throws IOException {
    Optional<Path> here = present(model, source);
    return here.isPresent() && Files.size(here.get()) > 0 ? here : Optional.empty();
  }

  private Optional<Path> present(String model, Optional<WeightSource> source) throws IOException {
    Optional<Path> folder = folder();
    if (folder.isPresent()) {
      Optional<Path> here = in(folder.get(), model, source);
      if (here.isPresent()) {
        return here;
      }
    }
    Optional<Path> cached = in(cache(), model, source);
    return cached.isPresent() && isMeant(cached.get(), source) ? cached : Optional.empty();
  }

  // Another model's weights may lie in the cache under the same name.
  private static boolean isMeant(Path file, Optional<WeightSource> source) throws IOException {
    Optional<String> expected = source.flatMap(WeightSource::sha256);
    return expected.isEmpty() || Sha256.of(file).startsWith(expected.get());
  }

  private static Optional<Path> in(Path folder, String model, Optional<WeightSource> source) {
    if (source.isPresent() && Files.isRegularFile(folder.resolve(source.get().fileName()))) {
      return Optional.of(folder.resolve(source.get().fileName()));
    }
    for (String extension : EXTENSIONS) {
      Path named = folder.resolve(name(model) + extension);
      if (Files.isRegularFile(named)) {
        return Optional.of(named);
      }
    }
    return Optional.empty();
  }

  // No model's name leads out of the folder.
  private static String name(String model) {
    return model.replaceAll("[/\\\\:]", "_");
  }

  private Optional<Path> folder() throws IOException {
    Optional<Path> folder = variable(FOLDER).map(Path::of);
    if (folder.isPresent() && !Files.isDirectory(folder.get())) {
      throw new FileNotFoundException(FOLDER + ": expected a folder, found " + folder.get());
    }
    return folder;
  }

  private Path cache() {
    String home = variable("HOME").orElse(System.getProperty("user.home"));
    return variable("XDG_CACHE_HOME")
        .map(Path::of)
        .orElse(Path.of(home, ".cache"))
        .resolve("riffle");
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  private static Path notEmpty(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException(
          file
              + ": expected a file of weights, found "
              + (Files.exists(file) ? "what is no regular file" : "none"));
    }
    if (Files.size(file) == 0) {
      throw new IOException(file + ": expected weights, found an empty file; remove it");
    }
    return file;
  }
}
