package dev.riffle.check;

import dev.riffle.box.Category;

/**
 * How much there is of a category.
 *
 * @param images in how many pictures it occurs
 * @param annotations all, crowds among them
 * @param small objects, crowds apart, with an area below 32²
 * @param medium below 96²
 * @param large the others
 */
public record CategoryCount(
    Category category, int images, int annotations, int crowds, int small, int medium, int large) {}
