/** What is evaluated, by the rules of COCO to the bit, and the figures that come out. */
package dev.riffle.eval;
