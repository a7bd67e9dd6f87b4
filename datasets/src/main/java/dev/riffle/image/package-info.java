/** Pictures: reading, writing and fitting to a network's input (OpenCV). */
package dev.riffle.image;
