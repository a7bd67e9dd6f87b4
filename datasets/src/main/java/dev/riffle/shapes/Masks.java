package dev.riffle.shapes;

import dev.riffle.dataset.Shapes;
import dev.riffle.mask.Rle;
import java.util.List;

/** Outlines that are masks in memory. */
record Masks(List<Rle> list) implements Shapes {

  Masks {
    list = List.copyOf(list);
  }

  @Override
  public boolean has(int annotation) {
    return true;
  }

  @Override
  public Rle mask(int annotation, int height, int width) {
    return list.get(annotation);
  }
}
