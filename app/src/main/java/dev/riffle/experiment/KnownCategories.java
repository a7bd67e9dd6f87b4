package dev.riffle.experiment;

import dev.riffle.box.Categories;
import dev.riffle.coco.CocoCategories;
import dev.riffle.shapes.draw.ShapeKind;
import java.util.Locale;

/** Lists of classes that a configuration can name. */
public enum KnownCategories {
  COCO(CocoCategories.DETECTION),
  SHAPES(ShapeKind.categories());

  private final Categories categories;

  KnownCategories(Categories categories) {
    this.categories = categories;
  }

  public Categories categories() {
    return categories;
  }

  /** As a configuration writes it, {@code coco}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
