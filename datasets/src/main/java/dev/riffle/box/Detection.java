package dev.riffle.box;

/**
 * Something found in a picture.
 *
 * @param box where, in pixels of the picture
 * @param category what: the index of the class, from 0 (not the data set's id)
 * @param score how sure, 0 to 1
 */
public record Detection(Box box, int category, float score) {}
