/** How a batch's maps lie in one long array, and who gets which places of it. */
package dev.riffle.gradient.planar.place;
