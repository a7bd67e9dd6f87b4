package dev.riffle.image.input;

/**
 * A picture made ready for a network.
 *
 * @param data {@code [channels][height][width]}, not copied
 * @param warp the way back for what the network finds
 */
public record NetworkInput(float[] data, int channels, int height, int width, Warp warp) {}
