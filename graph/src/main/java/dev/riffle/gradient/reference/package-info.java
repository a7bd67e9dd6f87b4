/**
 * Each op's arithmetic forward and backward, as plain loops over doubles: a file for each kind of
 * layer, behind one entrance.
 */
package dev.riffle.gradient.reference;
