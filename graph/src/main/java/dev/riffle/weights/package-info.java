/** State dicts of any kind of file, safetensors among them, and whether they fit a network. */
package dev.riffle.weights;
