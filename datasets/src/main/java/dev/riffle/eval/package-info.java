/** How good detections are, by the rules of COCO, to the bit. */
package dev.riffle.eval;
