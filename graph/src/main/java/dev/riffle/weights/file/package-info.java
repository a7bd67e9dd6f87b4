/** Files of numbers: their bytes, the tensors that lie in them, and what is wrong with them. */
package dev.riffle.weights.file;
