/** Weights in files: PyTorch checkpoints and safetensors, and whether they fit a network. */
package dev.riffle.weights;
