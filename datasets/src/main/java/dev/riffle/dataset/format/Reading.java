package dev.riffle.dataset.format;

import dev.riffle.dataset.Dataset;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A data set and what of its files is not in it.
 *
 * @param pictures the folder that the pictures' file names are below, where the files say it
 * @param losses what the files say that a {@link Dataset} has no place for
 */
public record Reading(Dataset dataset, Optional<Path> pictures, Losses losses) {}
