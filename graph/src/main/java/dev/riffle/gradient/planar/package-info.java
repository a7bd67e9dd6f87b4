/**
 * Learning on planes: a batch's maps stacked on one another, so that a channel of the whole batch
 * is one run of numbers.
 */
package dev.riffle.gradient.planar;
