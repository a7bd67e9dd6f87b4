/** COCO's files of annotations and results, read into columns by several threads. */
package dev.riffle.coco.read;
