package dev.riffle.loader.sample;

/** What becomes of a picture that cannot be read. */
public enum Unreadable {
  /** It ends the work, with a message that names it. */
  FAIL,
  /** It is noted, and another picture, drawn at random, takes its place. */
  SKIP
}
