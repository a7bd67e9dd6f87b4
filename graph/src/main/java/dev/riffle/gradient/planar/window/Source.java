package dev.riffle.gradient.planar.window;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Plane;

/** Where a layer that works channel by channel finds what it reads. */
public interface Source {

  /** Numbers of scratch memory that {@link #read} needs. */
  int scratch();

  /** The first place of a channel's values, with zeros at its pads, before it and behind it. */
  int read(float[] arena, int scratch, int channel);

  /**
   * Goes on where the layer has left the slopes of those values.
   *
   * @param scratch where {@link SlopeKernels#SCRATCH} numbers are free
   */
  void goBack(float[] arena, int scratch, int channel);

  /** Planes with nothing left to do. */
  record Done(Plane[] planes) implements Source {
    @Override
    public int scratch() {
      return 0;
    }

    @Override
    public int read(float[] arena, int scratch, int c) {
      return planes[c].value();
    }

    @Override
    public void goBack(float[] arena, int scratch, int c) {
      // whatever made the planes does
    }
  }
}
