package dev.riffle.loss.term;

import dev.riffle.box.Box;

/**
 * How well a predicted box covers an object's: 1 where both are the same, else less.
 *
 * <pre>
 * IoU  = shared area / area of both
 * GIoU = IoU − (enclosing area − area of both) / enclosing area
 * DIoU = IoU − (distance between the centres / diagonal of the enclosing box)²
 * CIoU = DIoU − α·v;  v = (2/π · difference of the diagonals' angles)²,  α = v / (1 − IoU + v)
 * </pre>
 *
 * α steers and is not steered: slopes take it as a constant. No area counts less than 1e-6 pixels.
 *
 * @see <a href="https://arxiv.org/abs/1902.09630">Generalized Intersection over Union</a>
 * @see <a href="https://arxiv.org/abs/1911.08287">Distance-IoU Loss</a>
 */
public enum BoxOverlap {
  IOU,
  GIOU,
  DIOU,
  CIOU;

  private static final double LEAST = 1e-6;

  /** The overlap, with its slopes along the predicted box's sides. */
  public Dual of(Box predicted, Box truth) {
    Dual left = Dual.side(0, predicted.left());
    Dual top = Dual.side(1, predicted.top());
    Dual right = Dual.side(2, predicted.right());
    Dual bottom = Dual.side(3, predicted.bottom());
    Dual trueLeft = Dual.of(truth.left());
    Dual trueTop = Dual.of(truth.top());
    Dual trueRight = Dual.of(truth.right());
    Dual trueBottom = Dual.of(truth.bottom());

    Dual width = right.minus(left);
    Dual height = bottom.minus(top);
    Dual trueWidth = trueRight.minus(trueLeft);
    Dual trueHeight = trueBottom.minus(trueTop);
    Dual sharedWidth = right.min(trueRight).minus(left.max(trueLeft)).atLeast(0);
    Dual sharedHeight = bottom.min(trueBottom).minus(top.max(trueTop)).atLeast(0);
    Dual shared = sharedWidth.times(sharedHeight);
    Dual areas = width.times(height).plus(trueWidth.times(trueHeight));
    Dual union = areas.minus(shared).atLeast(LEAST);
    Dual iou = shared.over(union);
    if (this == IOU) {
      return iou;
    }
    Dual enclosingWidth = right.max(trueRight).minus(left.min(trueLeft)).atLeast(0);
    Dual enclosingHeight = bottom.max(trueBottom).minus(top.min(trueTop)).atLeast(0);
    if (this == GIOU) {
      Dual enclosing = enclosingWidth.times(enclosingHeight).atLeast(LEAST);
      return iou.minus(enclosing.minus(union).over(enclosing));
    }
    Dual diagonal = enclosingWidth.squared().plus(enclosingHeight.squared()).atLeast(LEAST);
    Dual across = left.plus(right).minus(trueLeft.plus(trueRight)).times(0.5);
    Dual down = top.plus(bottom).minus(trueTop.plus(trueBottom)).times(0.5);
    Dual diou = iou.minus(across.squared().plus(down.squared()).over(diagonal));
    if (this == DIOU) {
      return diou;
    }
    Dual angles = width.angle(height).minus(trueWidth.angle(trueHeight));
    Dual unlikeness = angles.times(2 / Math.PI).squared();
    double v = unlikeness.value();
    double steering = v > 0 ? v / (1 - iou.value() + v) : 0;
    return diou.minus(unlikeness.times(steering));
  }
}
