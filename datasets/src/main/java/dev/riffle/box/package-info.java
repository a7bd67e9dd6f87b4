/** Boxes, what was found in them, and the categories of a data set. */
package dev.riffle.box;
