/** The inner loops of Winograd's convolution, as vectors and as plain loops. */
package dev.riffle.gradient.planar.winograd.kernel;
