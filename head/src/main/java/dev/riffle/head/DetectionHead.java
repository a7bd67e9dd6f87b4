package dev.riffle.head;

import dev.riffle.decode.DistanceDecoder;

/** A head whose outputs are boxes with classes. */
public sealed interface DetectionHead extends Head permits NanoDetHead {

  /** How its outputs are read. */
  DistanceDecoder decoder();
}
