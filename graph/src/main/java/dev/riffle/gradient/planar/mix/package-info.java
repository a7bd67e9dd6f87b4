/** Convolutions that mix channels, as sums of weighted planes, and their way back. */
package dev.riffle.gradient.planar.mix;
