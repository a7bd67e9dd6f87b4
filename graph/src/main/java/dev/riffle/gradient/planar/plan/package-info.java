/** A training session in the making: its layers, and the steps that they add to both ways. */
package dev.riffle.gradient.planar.plan;
