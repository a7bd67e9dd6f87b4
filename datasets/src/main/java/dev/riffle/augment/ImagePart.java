package dev.riffle.augment;

/** A rectangle of whole pixels in a picture. */
record ImagePart(int left, int top, int width, int height) {}
