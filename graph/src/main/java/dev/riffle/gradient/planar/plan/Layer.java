package dev.riffle.gradient.planar.plan;

import dev.riffle.gradient.planar.place.Plane;

/** A part of the network while its way back is planned. */
public interface Layer {

  /** The planes of the layer's value. */
  Plane[] out();

  /**
   * Adds the steps that turn the slopes of {@link #out} into those of its inputs and parameters.
   * Layers come in the reverse of running order, so that all slopes of the value are there.
   */
  void backward(TrainingPlan plan);
}
