package dev.riffle.config;

import dev.riffle.config.json.Source;
import java.util.List;
import java.util.Optional;

/** Configurations that can be named without saying where they are. */
public interface Catalog {

  /** The configuration of that name. */
  Optional<Source> find(String name);

  /** The names there are, for messages. */
  List<String> names();

  /** No configurations. */
  static Catalog empty() {
    return resources(ClassLoader.getSystemClassLoader(), "", List.of());
  }

  /**
   * Resources {@code folder/name.json} of the class path. A name may carry its {@code .json}, so
   * that one base is found both beside a file and in the jar.
   */
  static Catalog resources(ClassLoader loader, String folder, List<String> names) {
    List<String> known = List.copyOf(names);
    return new Catalog() {
      @Override
      public Optional<Source> find(String name) {
        String bare = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        return known.contains(bare)
            ? Source.resource(loader, folder + "/" + bare + ".json")
            : Optional.empty();
      }

      @Override
      public List<String> names() {
        return known;
      }
    };
  }
}
