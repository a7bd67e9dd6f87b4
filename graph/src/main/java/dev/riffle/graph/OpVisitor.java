package dev.riffle.graph;

/**
 * One answer for each kind of op. A new op breaks every implementation at compile time, which is
 * what we want.
 */
public interface OpVisitor<R> {
  R visit(Op.Input op, Node node);

  R visit(Op.Conv2d op, Node node);

  R visit(Op.BatchNorm op, Node node);

  R visit(Op.GroupNorm op, Node node);

  R visit(Op.Scale op, Node node);

  R visit(Op.Detach op, Node node);

  R visit(Op.Activate op, Node node);

  R visit(Op.MaxPool op, Node node);

  R visit(Op.AvgPool op, Node node);

  R visit(Op.Pad op, Node node);

  R visit(Op.MeanPool op, Node node);

  R visit(Op.Resize op, Node node);

  R visit(Op.Add op, Node node);

  R visit(Op.Multiply op, Node node);

  R visit(Op.Concat op, Node node);

  R visit(Op.Slice op, Node node);

  R visit(Op.Shuffle op, Node node);

  R visit(Op.Linear op, Node node);

  R visit(Op.LayerNorm op, Node node);

  R visit(Op.PositionEmbedding op, Node node);

  R visit(Op.Attention op, Node node);
}
