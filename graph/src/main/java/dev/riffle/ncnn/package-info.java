/** ncnn's files as models. */
package dev.riffle.ncnn;
