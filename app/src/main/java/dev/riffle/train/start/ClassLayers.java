package dev.riffle.train.start;

import dev.riffle.config.Catalog;
import dev.riffle.config.Config;
import dev.riffle.config.json.Source;
import dev.riffle.experiment.Experiment;
import dev.riffle.graph.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a network that tell classes apart: those that grow when there is a class more.
 * Their first rows are the classes', one each; what follows is not about classes.
 *
 * @param classes how many there are
 * @param others rows by parameter that are not about classes
 */
record ClassLayers(int classes, Map<String, Integer> others) {

  /** Those of an experiment's network. */
  static ClassLayers of(Experiment experiment) {
    int classes = experiment.head().classes();
    Map<String, Integer> rows = new LinkedHashMap<>();
    for (Parameter parameter : experiment.trainingGraph(false).parameters()) {
      rows.put(parameter.name(), rows(parameter));
    }
    Map<String, Integer> others = new LinkedHashMap<>();
    for (Parameter parameter :
        withClasses(experiment, classes + 1).trainingGraph(false).parameters()) {
      int growth = rows(parameter) - rows.get(parameter.name());
      if (growth == 1) {
        others.put(parameter.name(), rows.get(parameter.name()) - classes);
      } else if (growth != 0) {
        throw new IllegalStateException(parameter.name() + ": grows by " + growth + " a class");
      }
    }
    return new ClassLayers(classes, others);
  }

  private static int rows(Parameter parameter) {
    return parameter.shape().isEmpty() ? 1 : parameter.shape().get(0);
  }

  /** The same network for another number of classes. */
  static Experiment withClasses(Experiment experiment, int classes) {
    Source same = new Source(experiment.name(), Config.toText(experiment, Experiment.class));
    List<String> changes = List.of("head.classes=" + classes, "categories=null");
    return Config.read(same, Experiment.class, changes, Catalog.empty());
  }

  boolean contain(String parameter) {
    return others.containsKey(parameter);
  }
}
