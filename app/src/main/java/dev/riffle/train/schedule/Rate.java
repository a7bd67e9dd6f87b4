package dev.riffle.train.schedule;

import dev.riffle.graph.Default;
import dev.riffle.train.optimize.Range;
import java.util.List;
import java.util.Optional;

/** How the learning rate goes down as time passes. */
public sealed interface Rate {

  /**
   * The learning rate at a time.
   *
   * @param start what it is at the beginning
   * @param epoch how many epochs have passed, with a fraction
   * @param epochs how many there are
   */
  double at(double start, double epoch, int epochs);

  /** It stays. */
  record Constant() implements Rate {
    @Override
    public double at(double start, double epoch, int epochs) {
      return start;
    }
  }

  /**
   * It falls all at once, now and then.
   *
   * @param epochs after which it falls
   * @param factor by which
   */
  record MultiStep(List<Integer> epochs, @Default("0.1") double factor) implements Rate {
    public MultiStep {
      epochs = List.copyOf(epochs);
      Range.positive("factor", factor);
      for (int i = 0; i < epochs.size(); i++) {
        if (epochs.get(i) <= (i == 0 ? 0 : epochs.get(i - 1))) {
          throw new IllegalArgumentException(
              "epochs: expected numbers above 0 that rise, found " + epochs);
        }
      }
    }

    @Override
    public double at(double start, double epoch, int all) {
      return start * Math.pow(factor, epochs.stream().filter(fall -> fall <= epoch).count());
    }
  }

  /**
   * It falls along half a cosine.
   *
   * @param least the learning rate at the end
   * @param epochs how long it takes; by default all
   * @param every when it falls
   */
  record Cosine(
      @Default("0") double least, Optional<Integer> epochs, @Default("\"STEP\"") Every every)
      implements Rate {
    public Cosine {
      Range.notNegative("least", least);
      epochs.ifPresent(number -> Range.positive("epochs", number));
    }

    @Override
    public double at(double start, double epoch, int all) {
      double part = Math.min(1, every.of(epoch) / epochs.orElse(all));
      return least + (start - least) * (1 + Math.cos(Math.PI * part)) / 2;
    }
  }

  /**
   * It falls in a straight line.
   *
   * @param least the learning rate at the end
   * @param every when it falls
   */
  record Linear(@Default("0") double least, @Default("\"STEP\"") Every every) implements Rate {
    public Linear {
      Range.notNegative("least", least);
    }

    @Override
    public double at(double start, double epoch, int all) {
      return start + (least - start) * every.of(epoch) / all;
    }
  }

  /** When a learning rate that falls all the time does so. */
  enum Every {
    STEP,
    EPOCH;

    double of(double epoch) {
      return this == EPOCH ? Math.floor(epoch) : epoch;
    }
  }
}
