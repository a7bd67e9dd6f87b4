package dev.riffle.image.draw;

import dev.riffle.box.Detection;

/**
 * A detection as it is to be drawn.
 *
 * @param name what its tag says before the score
 * @param colour a number, 0 or more, that decides the colour
 */
public record Labelled(Detection detection, String name, int colour) {}
