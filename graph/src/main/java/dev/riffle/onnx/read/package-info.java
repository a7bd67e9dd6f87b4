/**
 * ONNX files as models. More files than elsewhere, since every rule for a step works on the same
 * values, layouts and half-made network, which nobody else is to see.
 */
package dev.riffle.onnx.read;
