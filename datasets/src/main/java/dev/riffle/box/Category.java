package dev.riffle.box;

import java.util.Objects;

/**
 * A kind of thing, as a data set numbers and names it.
 *
 * @param id the data set's number, not the index of the class: COCO's run from 1 to 90 with gaps
 * @param name as shown to people
 */
public record Category(long id, String name) {
  public Category {
    Objects.requireNonNull(name, "name");
  }
}
