package dev.riffle.image.input;

/** In which order a network wants its three channels. */
public enum ChannelOrder {
  BGR,
  RGB;

  /** Where a picture's channel (0 blue, 1 green, 2 red) goes in the input. */
  public int inInput(int channel) {
    return this == BGR ? channel : 2 - channel;
  }
}
