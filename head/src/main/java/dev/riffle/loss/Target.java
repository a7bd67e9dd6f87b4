package dev.riffle.loss;

import dev.riffle.box.Truths.Truth;

/**
 * What one place is to learn.
 *
 * @param quality the score that it is to give the class: how well its box covers the object
 */
record Target(int place, Truth truth, double quality) {}
