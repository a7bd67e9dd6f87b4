/** What stands in ONNX files: steps, arrays and names, before anything is made of them. */
package dev.riffle.onnx.file;
