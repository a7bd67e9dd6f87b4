package dev.riffle.loss;

import dev.riffle.assign.Places;
import dev.riffle.box.Truths;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/** What a detection loss refuses, and in which words. */
final class Check {
  private Check() {}

  static void fits(
      DistanceDecoder decoder, List<Tensor> outputs, List<Truths> truths, Shape input) {
    int levels = decoder.strides().size();
    if (outputs.size() != levels && outputs.size() != 2 * levels) {
      throw new IllegalArgumentException(
          "outputs: expected "
              + levels
              + " levels, or "
              + 2 * levels
              + " with an auxiliary branch, found "
              + outputs.size());
    }
    for (int i = 0; i < outputs.size(); i++) {
      int stride = decoder.strides().get(i % levels);
      int[] expected = {
        truths.size(),
        decoder.channels(),
        Places.along(input.height(), stride),
        Places.along(input.width(), stride)
      };
      if (truths.isEmpty() || !outputs.get(i).hasShape(expected)) {
        throw new IllegalArgumentException(
            "outputs["
                + i
                + "]: expected "
                + Arrays.toString(expected)
                + " (truths, channels, and "
                + input.height()
                + "x"
                + input.width()
                + " at stride "
                + stride
                + "), found "
                + outputs.get(i));
      }
    }
    for (int picture = 0; picture < truths.size(); picture++) {
      for (Truths.Truth truth : truths.get(picture).objects()) {
        if (truth.category() < 0 || truth.category() >= decoder.classes()) {
          throw new IllegalArgumentException(
              "truths["
                  + picture
                  + "]: expected classes from 0 to "
                  + (decoder.classes() - 1)
                  + ", found "
                  + truth);
        }
      }
    }
  }
}
