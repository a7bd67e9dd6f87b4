package dev.riffle.loader.picture;

import dev.riffle.box.Truths;
import dev.riffle.dataset.Dataset;

/** Pictures with boxes that a detector can also be evaluated on. */
public interface DetectionPictures extends PictureSet<Truths> {

  /** What is known of the pictures, as evaluation needs it; its pictures are in the same order. */
  Dataset dataset();
}
