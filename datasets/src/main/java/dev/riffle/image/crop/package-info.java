/** The middle of a picture, scaled and cut to the pixel as the makers of classifiers did it. */
package dev.riffle.image.crop;
