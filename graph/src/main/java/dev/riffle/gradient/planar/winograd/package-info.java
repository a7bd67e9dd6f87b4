/** Winograd's way to convolve: tiles of a map, their products, and the way back. */
package dev.riffle.gradient.planar.winograd;
