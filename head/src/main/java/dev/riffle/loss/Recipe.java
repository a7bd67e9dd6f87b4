package dev.riffle.loss;

import dev.riffle.assign.Assigner;
import dev.riffle.assign.Places;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.loss.Finding.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the losses of places become that of a batch:
 *
 * <pre>
 * qfl = weight · Σ class loss / places that learn an object, 1 at least
 * box = weight · Σ confidence · box loss / Σ confidence
 * dfl = weight · Σ confidence · distribution loss / Σ confidence
 * </pre>
 *
 * The last branch assigns, and its boxes tell the quality that scores are to have. If no place has
 * any confidence, all terms are 0.
 *
 * @param leastPlaces how many places that learn an object each picture counts for at least
 * @param leastConfidence what the sum of confidences counts for at least
 */
record Recipe(Assigner assigner, LossWeights weights, int leastPlaces, double leastConfidence) {

  Loss of(DistanceDecoder decoder, List<Tensor> outputs, List<Truths> truths, Shape input) {
    check(decoder, outputs, truths, input);
    Places places = Places.of(decoder, input);
    int levels = decoder.strides().size();
    List<Branch> branches = new ArrayList<>();
    for (int from = 0; from < outputs.size(); from += levels) {
      branches.add(new Branch(decoder, places, outputs.subList(from, from + levels)));
    }
    Branch last = branches.get(branches.size() - 1);
    List<List<Target>> targets = new ArrayList<>();
    for (int picture = 0; picture < truths.size(); picture++) {
      List<Target> found = new ArrayList<>();
      targets.add(found);
      Finding judge = last.picture(picture);
      int[] assigned = assigner.assign(places, truths.get(picture), judge);
      for (int place = 0; place < assigned.length; place++) {
        if (assigned[place] == Assigner.IGNORED) {
          for (Branch branch : branches) {
            branch.picture(picture).ignore(place);
          }
        } else if (assigned[place] != Assigner.BACKGROUND) {
          Truth truth = truths.get(picture).objects().get(assigned[place]);
          double quality = judge.box(place).intersectionOverUnion(truth.box());
          found.add(new Target(place, truth, quality));
        }
      }
    }
    Map<String, Double> terms = new LinkedHashMap<>();
    List<Tensor> slopes = new ArrayList<>();
    for (Branch branch : branches) {
      branch.learn(this, targets, branch == branches.get(0) ? "" : "aux_", terms);
      slopes.addAll(branch.slopes());
    }
    return new Loss(terms, slopes);
  }

  private static void check(
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
