package dev.riffle.dataset.format;

import java.util.ArrayList;
import java.util.List;

/** All that a reader or writer of a file format left out or changed; empty if nothing. */
public record Losses(List<Loss> list) {

  /** Nothing was lost. */
  public static final Losses NONE = new Losses(List.of());

  public Losses {
    list = List.copyOf(list);
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** These, with one more if its count is not 0. */
  public Losses with(long count, String what, String fate) {
    if (count == 0) {
      return this;
    }
    List<Loss> more = new ArrayList<>(list);
    more.add(new Loss(count, what, fate));
    return new Losses(more);
  }

  /** These and then others. */
  public Losses and(Losses others) {
    List<Loss> all = new ArrayList<>(list);
    all.addAll(others.list);
    return new Losses(all);
  }

  /** One line each, for people. */
  public List<String> lines() {
    return list.stream().map(Loss::line).toList();
  }
}
