/** A window that slides over maps, layers that do so channel by channel, and what comes behind. */
package dev.riffle.gradient.planar.window;
