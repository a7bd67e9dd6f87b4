/** Layers without a window: they take maps channel by channel, or number by number. */
package dev.riffle.gradient.planar.channel;
