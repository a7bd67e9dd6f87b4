package dev.riffle.track;

import dev.riffle.box.Detection;
import java.util.OptionalLong;

/**
 * A detection and whose it is.
 *
 * @param track the number of the thing, from 1; nothing while it may be a mistake
 */
public record Tracked(Detection detection, OptionalLong track) {

  /** One that nobody followed. */
  public static Tracked untracked(Detection detection) {
    return new Tracked(detection, OptionalLong.empty());
  }
}
