package dev.riffle.head;

/** The last part of a network, whose outputs are answers. */
public sealed interface Head permits DetectionHead, Classifier {

  /** How many classes it tells apart. */
  int classes();
}
