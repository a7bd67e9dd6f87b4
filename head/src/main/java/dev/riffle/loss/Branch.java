package dev.riffle.loss;

import dev.riffle.assign.Places;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Tensor;
import dev.riffle.loss.Finding.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What one branch of a network finds in a batch, and how its loss slopes along each number. */
final class Branch {
  private final List<Tensor> slopes;
  private final List<Finding> pictures;

  /**
   * Begins with a batch.
   *
   * @param outputs the branch's, {@code [N, C, H, W]} each
   */
  Branch(DistanceDecoder decoder, Places places, List<Tensor> outputs) {
    slopes =
        outputs.stream()
            .map(each -> new Tensor(new float[each.data().length], each.shape()))
            .toList();
    pictures =
        IntStream.range(0, outputs.get(0).size(0))
            .mapToObj(picture -> new Finding(decoder, places, outputs, slopes, picture))
            .toList();
  }

  /** What it finds in one picture of the batch. */
  Finding picture(int picture) {
    return pictures.get(picture);
  }

  List<Tensor> slopes() {
    return slopes;
  }

  /**
   * Works out the loss, and the slopes for good.
   *
   * @param targets of each picture
   * @param prefix of the terms' names
   * @param terms get those of this branch
   */
  void learn(Recipe recipe, List<List<Target>> targets, String prefix, Map<String, Double> terms) {
    LossWeights weights = recipe.weights();
    int learning = 0;
    double confidence = 0;
    for (int picture = 0; picture < pictures.size(); picture++) {
      learning += Math.max(targets.get(picture).size(), recipe.leastPlaces());
      for (Target target : targets.get(picture)) {
        confidence += pictures.get(picture).confidence(target.place());
      }
    }
    confidence = Math.max(confidence, recipe.leastConfidence());
    double qfl = 0;
    double box = 0;
    double dfl = 0;
    if (confidence == 0) {
      slopes.forEach(each -> Arrays.fill(each.data(), 0));
    } else {
      double quality = weights.qualityFocal() / Math.max(learning, 1);
      for (int picture = 0; picture < pictures.size(); picture++) {
        Finding finding = pictures.get(picture);
        qfl += quality * finding.classLoss(targets.get(picture), quality);
        for (Target target : targets.get(picture)) {
          double share = finding.confidence(target.place()) / confidence;
          double boxScale = share * weights.box();
          double distributionScale = share * weights.distribution();
          box += boxScale * finding.boxLoss(target, weights.overlap(), boxScale);
          dfl += distributionScale * finding.distributionLoss(target, distributionScale);
        }
      }
    }
    terms.put(prefix + "qfl", qfl);
    terms.put(prefix + "box", box);
    terms.put(prefix + "dfl", dfl);
  }
}
