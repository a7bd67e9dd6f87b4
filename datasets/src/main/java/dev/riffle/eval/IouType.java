package dev.riffle.eval;

/** What is compared when a detection is held against an annotation. */
public enum IouType {
  /** Boxes by intersection over union. */
  BBOX,
  /** Masks by intersection over union. */
  SEGM,
  /** Skeletons by object keypoint similarity. */
  KEYPOINTS
}
