package dev.riffle.train.task;

import dev.riffle.graph.Model;
import java.io.IOException;
import java.util.Map;

/** How good a network is at what it learns, on pictures that it does not learn from. */
public interface Exam {

  /**
   * Tries the network, as whoever uses it would.
   *
   * @return figures by name; by the first, the more the better, networks are compared
   */
  Map<String, Double> take(Model model) throws IOException;
}
