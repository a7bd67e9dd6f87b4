package dev.riffle.config;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import dev.riffle.config.json.ConfigException;
import dev.riffle.config.json.Problems;
import dev.riffle.config.json.Source;
import dev.riffle.config.json.StrictJson;
import dev.riffle.config.json.Value;
import dev.riffle.text.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads configurations into records and writes them back.
 *
 * <p>A record is an object with exactly its components as keys; those with a {@link
 * dev.riffle.graph.Default} and the optional ones may be left out, and all of a record that has a
 * constant {@code DEFAULT} of its type. A sealed interface is an object whose {@code "type"} is the
 * simple name of a permitted record. {@code "base"} at the top names another configuration, a file
 * beside this one or one of the catalog, over which this one is laid: objects are joined key by
 * key, {@code null} takes a key away, all else replaces, and so does an object whose {@code "type"}
 * differs. Last come changes like {@code head.strides.0=8}, which follow the same rules.
 */
public final class Config {
  private static final String BASE = "base";

  private Config() {}

  /**
   * Reads a configuration.
   *
   * @param type what it describes, a record or a sealed interface of records
   * @param changes {@code key=value}, applied in order
   * @param catalog where bases are looked for that are not files beside their user
   * @throws ConfigException with everything that is wrong
   * @throws IllegalArgumentException if no configuration can describe such a type
   */
  public static <T> T read(Source source, Class<T> type, List<String> changes, Catalog catalog) {
    Problems problems = new Problems(source.name());
    Kind kind = Kind.of(type);
    Value tree = kind.complete(withBase(source, catalog, new ArrayList<>()));
    for (String change : changes) {
      tree = Assignment.parse(change).on(tree, problems);
    }
    Object read = kind.read(kind.complete(tree), "", problems);
    problems.throwIfAny();
    return type.cast(read);
  }

  /** Reads a file, see {@link #read(Source, Class, List, Catalog)}. */
  public static <T> T read(Path file, Class<T> type, List<String> changes, Catalog catalog) {
    return read(Source.of(file), type, changes, catalog);
  }

  /**
   * The resolved configuration: defaults written out, bases laid in. Reading it gives an equal
   * value.
   *
   * @param type what it was read as
   * @throws IllegalArgumentException if a number in it is not finite
   */
  public static <T> JsonElement toJson(T value, Class<T> type) {
    return Kind.of(type).write(value);
  }

  /** {@link #toJson} as indented text. */
  public static <T> String toText(T value, Class<T> type) {
    return new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create()
            .toJson(toJson(value, type))
        + "\n";
  }

  private static Value withBase(Source source, Catalog catalog, List<String> users) {
    users.add(source.name());
    if (users.indexOf(source.name()) < users.size() - 1) {
      throw new ConfigException(
          users.get(0), List.of("base: goes round in a circle: " + String.join(" -> ", users)));
    }
    Value tree = StrictJson.read(source);
    if (!(tree instanceof Value.Members members) || !members.values().containsKey(BASE)) {
      return tree;
    }
    Map<String, Value> own = new LinkedHashMap<>(members.values());
    Value base = own.remove(BASE);
    if (!(base instanceof Value.Text name)) {
      throw new ConfigException(
          source.name(),
          List.of("base: expected a file or the name of a configuration, found " + base.found()));
    }
    Source below = base(name.text(), source, catalog);
    return new Value.Members(own, source.name()).over(withBase(below, catalog, users));
  }

  private static Source base(String name, Source user, Catalog catalog) {
    Optional<Path> beside = user.folder().map(folder -> folder.resolve(name));
    if (beside.filter(Files::isRegularFile).isPresent()) {
      return Source.of(beside.get());
    }
    return catalog
        .find(name)
        .orElseThrow(
            () -> {
              String file = beside.map(path -> " (no file " + path + ")").orElse("");
              String what = "base: unknown \"" + name + '"' + file;
              return new ConfigException(
                  user.name(), List.of(Suggestion.of(what, name, catalog.names())));
            });
  }
}
