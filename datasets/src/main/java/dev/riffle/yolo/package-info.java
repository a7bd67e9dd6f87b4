/** YOLO: a text file a picture, with places as fractions of the picture's size. */
package dev.riffle.yolo;
