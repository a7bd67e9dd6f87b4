/** Pictures fitted to a network's input, and the way back for what it finds. */
package dev.riffle.image.input;
