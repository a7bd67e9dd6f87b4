package dev.riffle.dataset;

/**
 * The joints of skeletons, in columns.
 *
 * @param points {@code [annotation][x y visibility, x y visibility, …]} in pixels, null where one
 *     has none; visibility 0 is not labelled, 1 hidden, 2 seen (a score in results)
 * @param labelled how many points count, as the file says, −1 where it does not; in results 0
 */
public record Keypoints(double[][] points, int[] labelled) {}
