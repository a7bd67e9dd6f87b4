package dev.riffle.train.optimize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of parameters, as {@code backbone.stage2.*}.
 *
 * @param text a name in which {@code *} stands for any run of characters
 */
public record NamePattern(String text) {

  /** Whether it means that name. */
  public boolean matches(String name) {
    return name.matches(
        Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  /** Whether one of the patterns means the name. */
  public static boolean anyMatches(Collection<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> new NamePattern(pattern).matches(name));
  }

  /**
   * Refuses patterns that mean nothing, which are typing errors.
   *
   * @param where the patterns stand, for the message
   * @throws IllegalArgumentException naming the pattern and some of the names there are
   */
  public static void checkUsed(String where, List<String> patterns, Collection<String> names) {
    for (String pattern : patterns) {
      if (names.stream().noneMatch(new NamePattern(pattern)::matches)) {
        throw new IllegalArgumentException(
            where
                + ": expected names of parameters, found \""
                + pattern
                + "\", which means none; there are "
                + beginnings(names));
      }
    }
  }

  // The first two steps of each name: backbone.conv1.*, backbone.stage2.*, …
  private static String beginnings(Collection<String> names) {
    List<String> beginnings = new ArrayList<>();
    Pattern first = Pattern.compile("^[^.]*(\\.[^.]*)?(?=\\.)");
    for (String name : names) {
      first.matcher(name).results().map(found -> found.group() + ".*").forEach(beginnings::add);
    }
    return String.join(", ", beginnings.stream().distinct().toList());
  }
}
