/** Verbs that compare detections with the truth: {@code eval}, and {@code demo} on drawn scenes. */
package dev.riffle.cli.evaluate;
