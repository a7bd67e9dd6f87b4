/**
 * What people want to know beyond the twelve numbers: figures by category, curves, operating
 * points, confusions, kinds of errors, and whether one detector is better than another.
 */
package dev.riffle.analysis;
