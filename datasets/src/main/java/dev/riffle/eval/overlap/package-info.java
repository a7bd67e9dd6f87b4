/** How well a detection and an annotation coincide: by boxes, masks or keypoints. */
package dev.riffle.eval.overlap;
