package dev.riffle.loss;

import dev.riffle.assign.Assigner;
import dev.riffle.assign.Places;
import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
    Places places = Places.of(decoder, input);
    Expected.check(decoder, outputs, truths, input);
    List<Tensor> slopes =
        outputs.stream()
            .map(each -> new Tensor(new float[each.data().length], each.shape()))
            .toList();
    int levels = decoder.strides().size();
    List<List<Finding>> branches = new ArrayList<>();
    for (int from = 0; from < outputs.size(); from += levels) {
      List<Finding> branch = new ArrayList<>();
      for (int picture = 0; picture < truths.size(); picture++) {
        branch.add(
            new Finding(
                decoder,
                places,
                outputs.subList(from, from + levels),
                slopes.subList(from, from + levels),
                picture));
      }
      branches.add(branch);
    }
    List<Finding> judge = branches.get(branches.size() - 1);
    List<List<Target>> targets = new ArrayList<>();
    for (int picture = 0; picture < truths.size(); picture++) {
      Truths shown = truths.get(picture);
      int[] assigned = assigner.assign(places, shown, judge.get(picture));
      targets.add(targets(assigned, shown, judge.get(picture)));
      for (int place = 0; place < assigned.length; place++) {
        if (assigned[place] == Assigner.IGNORED) {
          for (List<Finding> branch : branches) {
            branch.get(picture).ignore(place);
          }
        }
      }
    }
    Map<String, Double> terms = new LinkedHashMap<>();
    for (int branch = 0; branch < branches.size(); branch++) {
      String prefix = branch == 0 ? "" : "aux_";
      boolean counts = learn(branches.get(branch), targets, prefix, terms);
      if (!counts) {
        slopes
            .subList(branch * levels, (branch + 1) * levels)
            .forEach(each -> Arrays.fill(each.data(), 0));
      }
    }
    return new Loss(terms, slopes);
  }

  private static List<Target> targets(int[] assigned, Truths truths, Finding judge) {
    List<Target> targets = new ArrayList<>();
    for (int place = 0; place < assigned.length; place++) {
      if (assigned[place] >= 0) {
        Truth truth = truths.objects().get(assigned[place]);
        Box found = judge.box(place);
        targets.add(new Target(place, truth, found.intersectionOverUnion(truth.box())));
      }
    }
    return Collections.unmodifiableList(targets);
  }

  // Gives whether it counts at all.
  private boolean learn(
      List<Finding> branch, List<List<Target>> targets, String prefix, Map<String, Double> terms) {
    int learning = 0;
    double confidence = 0;
    for (int picture = 0; picture < branch.size(); picture++) {
      learning += Math.max(targets.get(picture).size(), leastPlaces);
      for (Target target : targets.get(picture)) {
        confidence += branch.get(picture).confidence(target.place());
      }
    }
    confidence = Math.max(confidence, leastConfidence);
    boolean counts = confidence != 0;
    double quality = weights.qualityFocal() / Math.max(learning, 1);
    double qfl = 0;
    double box = 0;
    double dfl = 0;
    for (int picture = 0; picture < branch.size() && counts; picture++) {
      Finding finding = branch.get(picture);
      qfl += quality * finding.classLoss(targets.get(picture), quality);
      for (Target target : targets.get(picture)) {
        double share = finding.confidence(target.place()) / confidence;
        double boxScale = share * weights.box();
        double distributionScale = share * weights.distribution();
        box += boxScale * finding.boxLoss(target, weights.overlap(), boxScale);
        dfl += distributionScale * finding.distributionLoss(target, distributionScale);
      }
    }
    terms.put(prefix + "qfl", qfl);
    terms.put(prefix + "box", box);
    terms.put(prefix + "dfl", dfl);
    return counts;
  }
}
