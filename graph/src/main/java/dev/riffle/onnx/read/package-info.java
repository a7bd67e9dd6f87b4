/** ONNX files as models. */
package dev.riffle.onnx.read;
