package dev.riffle.data;

/**
 * Where pictures and what is known of them come from. Paths are as everywhere on a command line:
 * from the working directory, unless absolute.
 */
public sealed interface DataSource permits DetectionSource, ClassificationSource {}
