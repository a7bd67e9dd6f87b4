/** Models as ONNX files. */
package dev.riffle.onnx;
