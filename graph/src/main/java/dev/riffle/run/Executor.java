package dev.riffle.run;

import dev.riffle.graph.Model;

/** A way to run models. Stateless: what a run needs lives in its {@link Session}. */
public interface Executor {

  /** What it is called on the command line. */
  String name();

  /** Makes everything ready to run the model on inputs of its graph's sizes. */
  Session open(Model model);
}
