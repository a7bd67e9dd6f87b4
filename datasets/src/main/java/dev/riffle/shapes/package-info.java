/** Scenes of shapes as data sets without end, from nothing but a seed: in memory or as files. */
package dev.riffle.shapes;
