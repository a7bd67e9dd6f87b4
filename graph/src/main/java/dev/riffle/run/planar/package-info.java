/**
 * The fast executor: maps are lists of planes in one array, so that splitting, concatenating and
 * shuffling channels cost nothing; a model and an input size become a program of few, fused steps.
 */
package dev.riffle.run.planar;
