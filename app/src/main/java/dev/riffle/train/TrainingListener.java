package dev.riffle.train;

import dev.riffle.loss.Loss;
import java.util.Map;

/** Told how training goes. */
public interface TrainingListener {

  /** Something that is worth a line. */
  void remark(String line);

  /**
   * A step is made.
   *
   * @param step which, from 1
   * @param steps how many there are
   * @param loss of its last batch
   * @param pictures that it saw
   */
  void stepped(long step, long steps, Loss loss, int pictures);

  /**
   * An evaluation is made.
   *
   * @param epoch how many have passed
   * @param figures by name
   * @param isBest whether the first of them is the best so far
   */
  void evaluated(double epoch, Map<String, Double> figures, boolean isBest);
}
