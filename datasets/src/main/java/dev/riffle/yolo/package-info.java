/**
 * YOLO: a text file a picture, with places as fractions of the picture's size. One room, since
 * reading and writing share the description, the axis of a box and the options.
 */
package dev.riffle.yolo;
