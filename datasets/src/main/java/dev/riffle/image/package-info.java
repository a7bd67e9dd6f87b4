/** Pictures: reading, writing, fitting to a network's input, drawing on them (OpenCV). */
package dev.riffle.image;
