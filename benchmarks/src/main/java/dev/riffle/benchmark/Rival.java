package dev.riffle.benchmark;

import dev.riffle.graph.Tensor;
import java.util.List;

/** A program that runs networks. */
interface Rival {

  /** What it is called, with its version. */
  String name();

  /** Makes everything ready to run a subject on so many threads. */
  Runner open(Subject subject, int threads);

  /** A subject made ready. */
  interface Runner extends AutoCloseable {

    /** One run from the picture to all outputs: what is timed. */
    void run();

    /** What the last run yielded, in the order of the graph's outputs. */
    List<Tensor> outputs();

    @Override
    void close();
  }
}
