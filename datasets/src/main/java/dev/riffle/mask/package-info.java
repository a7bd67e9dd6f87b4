/** Masks as run lengths: codes, areas, boxes, overlaps, polygons. */
package dev.riffle.mask;
