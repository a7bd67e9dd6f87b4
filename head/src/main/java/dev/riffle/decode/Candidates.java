package dev.riffle.decode;

import dev.riffle.box.Box;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Boxes that might be objects, in columns: the same place may stand here once for each class that
 * it might be. Boxes are left, top, right, bottom in pixels of the network's input. Grows; for one
 * thread.
 */
public final class Candidates {
  private float[] boxes = new float[4 * 64]; // [candidate][left top right bottom]
  private float[] scores = new float[64];
  private int[] classes = new int[64];
  private int size;

  public int size() {
    return size;
  }

  public Box box(int i) {
    return new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
  }

  public float score(int i) {
    return scores[i];
  }

  /** The class's place in the list of classes, from 0. */
  public int classIndex(int i) {
    return classes[i];
  }

  public void add(Box box, int classIndex, float score) {
    add(box.left(), box.top(), box.right(), box.bottom(), classIndex, score);
  }

  public void add(float left, float top, float right, float bottom, int classIndex, float score) {
    if (size == scores.length) {
      boxes = Arrays.copyOf(boxes, 2 * boxes.length);
      scores = Arrays.copyOf(scores, 2 * size);
      classes = Arrays.copyOf(classes, 2 * size);
    }
    boxes[4 * size] = left;
    boxes[4 * size + 1] = top;
    boxes[4 * size + 2] = right;
    boxes[4 * size + 3] = bottom;
    classes[size] = classIndex;
    scores[size++] = score;
  }

  /** Forgets all of them, and keeps the room. */
  public void clear() {
    size = 0;
  }

  /** Forgets those of other classes; the rest stay in their order. */
  public void keep(IntPredicate wanted) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (wanted.test(classes[i])) {
        System.arraycopy(boxes, 4 * i, boxes, 4 * kept, 4);
        scores[kept] = scores[i];
        classes[kept++] = classes[i];
      }
    }
    size = kept;
  }
}
