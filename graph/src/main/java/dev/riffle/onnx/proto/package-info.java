/** Protobuf messages as bytes, written and read, and the numbers of ONNX's fields. */
package dev.riffle.onnx.proto;
