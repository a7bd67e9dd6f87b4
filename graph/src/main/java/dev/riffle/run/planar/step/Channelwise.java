package dev.riffle.run.planar.step;

/** A step that works channel by channel; a unit is some channels behind one another. */
interface Channelwise extends Step {

  /** How many channels there are. */
  int channels();

  /** Channels that a unit does. */
  int channelsPerUnit();

  /** Does one channel, as {@link #run} a unit. */
  void channel(float[] arena, int scratch, int channel);

  @Override
  default int units() {
    return (channels() + channelsPerUnit() - 1) / channelsPerUnit();
  }

  @Override
  default void run(float[] arena, int scratch, int unit) {
    int first = unit * channelsPerUnit();
    int end = Math.min(first + channelsPerUnit(), channels());
    for (int channel = first; channel < end; channel++) {
      channel(arena, scratch, channel);
    }
  }
}
