package dev.riffle.dataset;

/**
 * What is said to be in the pictures, in columns, in the order of the file.
 *
 * @param ids as the file has them; not always distinct, and every annotation of an id is there with
 *     its own picture and category
 * @param image index into the pictures, −1 where the file lists no such picture
 * @param category index into the categories, −1 where the file lists no such category
 * @param boxes {@code [annotation][x y width height]}, pixels, as the file has them; null where no
 *     annotation has one
 * @param areas square pixels as the file has them (in COCO the mask's, not the box's)
 * @param crowds whether it stands for many objects at once
 * @param shapes outlines; empty ones where there are none
 * @param keypoints of skeletons; null where the file has none
 */
public record Annotations(
    Ids ids,
    int[] image,
    int[] category,
    double[] boxes,
    double[] areas,
    boolean[] crowds,
    Shapes shapes,
    Keypoints keypoints) {

  public int size() {
    return image.length;
  }
}
