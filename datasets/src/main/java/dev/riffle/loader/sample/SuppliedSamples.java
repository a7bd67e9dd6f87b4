package dev.riffle.loader.sample;

import dev.riffle.loader.picture.PictureSet;
import java.util.List;

/** Samples of a supply's pictures. */
abstract class SuppliedSamples<T> implements Samples<T> {
  final Supply<T> supply;

  SuppliedSamples(PictureSet<T> pictures, Unreadable policy, boolean isKeeping) {
    this.supply = new Supply<>(pictures, policy, isKeeping);
  }

  @Override
  public int size() {
    return supply.pictures().size();
  }

  @Override
  public String name(int picture) {
    return supply.pictures().name(picture);
  }

  @Override
  public List<String> unreadable() {
    return supply.unreadable();
  }

  @Override
  public void close() {
    supply.close();
  }
}
