/** Scenes of shapes that Riffle draws itself: a data set without end, from nothing but a seed. */
package dev.riffle.shapes;
