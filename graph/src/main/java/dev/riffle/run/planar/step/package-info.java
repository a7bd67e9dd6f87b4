/** What a planar program consists of: steps, each cut into units that threads take one by one. */
package dev.riffle.run.planar.step;
