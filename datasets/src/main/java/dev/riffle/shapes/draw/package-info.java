/** How a scene of shapes is drawn, the same bytes on every machine, and what is in it. */
package dev.riffle.shapes.draw;
