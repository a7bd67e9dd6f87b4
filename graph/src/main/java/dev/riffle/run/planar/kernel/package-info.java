/** Arithmetic on planes that lie in one array: by vectors, or by plain loops. */
package dev.riffle.run.planar.kernel;
