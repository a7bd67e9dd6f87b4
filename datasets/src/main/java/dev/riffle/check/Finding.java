package dev.riffle.check;

import java.util.List;

/**
 * Everything of one kind that was found.
 *
 * @param count how many, 1 or more
 * @param places the first few, with ids and what was found there
 */
public record Finding(Kind kind, long count, List<String> places) {
  public Finding {
    places = List.copyOf(places);
  }

  /** One line for people. */
  public String line() {
    if (kind == Kind.UNREADABLE) {
      return String.join("; ", places);
    }
    String more = count > places.size() ? ", …" : "";
    return kind.title() + " (" + count + "): " + String.join(", ", places) + more;
  }
}
