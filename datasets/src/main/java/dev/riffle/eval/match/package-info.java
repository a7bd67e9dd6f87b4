/** Detections paired off with annotations, and curves of precision over recall from that. */
package dev.riffle.eval.match;
