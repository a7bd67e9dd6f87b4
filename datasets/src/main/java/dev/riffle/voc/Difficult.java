package dev.riffle.voc;

/**
 * What becomes of objects that VOC marks as difficult, which its evaluation neither expects to be
 * found nor counts as wrong if they are.
 */
public enum Difficult {
  /**
   * They become crowds and crowds are written as difficult: of what COCO has this comes nearest,
   * since finding a crowd counts as neither right nor wrong, and trainers leave both out.
   */
  CROWD,
  /** They become objects like any other; crowds are not written. */
  KEEP,
  /** They are left out; crowds are not written. */
  DROP
}
