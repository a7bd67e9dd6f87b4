package dev.riffle.train.record;

import dev.riffle.loss.Loss;
import java.util.LinkedHashMap;
import java.util.Map;

/** The mean of the losses since the last line of metrics. */
public final class Window {
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private int count;

  /** Takes a batch's. */
  public void add(Loss loss) {
    count++;
    sums.merge("loss", loss.total(), Double::sum);
    loss.terms().forEach((name, term) -> sums.merge(name, term, Double::sum));
  }

  /** The means by name, the whole loss first; begins anew. */
  public Map<String, Double> take() {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum / count));
    sums.clear();
    count = 0;
    return means;
  }
}
