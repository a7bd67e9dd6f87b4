package dev.riffle.dataset;

import dev.riffle.box.Categories;

/**
 * Annotated pictures. Its arrays are shared, not copied: nobody writes to them.
 *
 * @param source where they come from, for messages
 */
public record Dataset(
    String source, Images images, Categories categories, Annotations annotations) {}
