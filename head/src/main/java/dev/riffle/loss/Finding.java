package dev.riffle.loss;

import dev.riffle.assign.Places;
import dev.riffle.assign.Predictions;
import dev.riffle.box.Box;
import dev.riffle.box.Truths.Truth;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Tensor;
import dev.riffle.loss.term.BoxOverlap;
import dev.riffle.loss.term.DistributionFocal;
import dev.riffle.loss.term.Dual;
import dev.riffle.loss.term.QualityFocal;
import dev.riffle.loss.term.Softmax;
import dev.riffle.run.PlaneView;
import java.util.List;

/**
 * What one branch finds in one picture, and how its loss slopes along each number of it. At first
 * as if nothing were there to be found, unweighted.
 */
final class Finding implements Predictions {
  /**
   * What one place is to learn.
   *
   * @param quality the score that it is to give the class: how well its box covers the object
   */
  record Target(int place, Truth truth, double quality) {}

  private final DistanceDecoder decoder;
  private final Places places;
  private final List<PlaneView> levels;
  private final List<PlaneView> slopes;
  private final double[] nowhere; // [place] loss of all classes if there is nothing
  private final Softmax softmax;

  /**
   * Begins with a picture.
   *
   * @param outputs the branch's, {@code [N, C, H, W]} each, without gaps
   * @param slopes likewise; written to
   */
  Finding(
      DistanceDecoder decoder,
      Places places,
      List<Tensor> outputs,
      List<Tensor> slopes,
      int picture) {
    this.decoder = decoder;
    this.places = places;
    this.levels = outputs.stream().map(level -> PlaneView.of(level, picture)).toList();
    this.slopes = slopes.stream().map(level -> PlaneView.of(level, picture)).toList();
    this.nowhere = new double[places.count()];
    this.softmax = new Softmax(decoder.bins());
    for (int level = 0; level < levels.size(); level++) {
      int begin = places.begins()[level];
      int count = places.begins()[level + 1] - begin;
      float[] into = this.slopes.get(level).data();
      PlaneView logits = levels.get(level);
      for (int c = 0; c < decoder.classes(); c++) {
        QualityFocal.nowhere(logits.data(), logits.offsets()[c], count, into, nowhere, begin);
      }
    }
  }

  @Override
  public Box box(int place) {
    int level = places.level(place);
    return decoder.box(
        levels.get(level),
        places.strides().get(level),
        places.x()[place],
        places.y()[place],
        place - places.begins()[level]);
  }

  @Override
  public double classLoss(int place, int category, double quality) {
    if (quality == 0) {
      return nowhere[place];
    }
    double logit = logit(place, category);
    double change = QualityFocal.loss(logit, quality) - QualityFocal.loss(logit, 0);
    return nowhere[place] + change;
  }

  private double logit(int place, int category) {
    return levels.get(places.level(place)).data()[index(place, category)];
  }

  // Of a number of the place: outputs and slopes lie alike.
  private int index(int place, int channel) {
    int level = places.level(place);
    return levels.get(level).offsets()[channel] + place - places.begins()[level];
  }

  /** The highest score of any class. */
  double confidence(int place) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < decoder.classes(); c++) {
      highest = Math.max(highest, logit(place, c));
    }
    return QualityFocal.sigmoid(highest);
  }

  /** Leaves a place out of the class loss. */
  void ignore(int place) {
    nowhere[place] = 0;
    float[] into = slopes.get(places.level(place)).data();
    for (int c = 0; c < decoder.classes(); c++) {
      into[index(place, c)] = 0;
    }
  }

  /** The class loss of all places together; slopes by a scale. */
  double classLoss(List<Target> targets, double scale) {
    double sum = 0;
    for (double each : nowhere) {
      sum += each;
    }
    for (Target target : targets) {
      int place = target.place();
      int category = target.truth().category();
      sum += classLoss(place, category, target.quality()) - nowhere[place];
      slopes.get(places.level(place)).data()[index(place, category)] =
          (float) QualityFocal.slope(logit(place, category), target.quality());
    }
    for (int level = 0; level < slopes.size(); level++) {
      PlaneView into = slopes.get(level);
      int first = into.offsets()[0];
      int end = into.offsets()[decoder.firstBin(0)];
      for (int i = first; i < end; i++) {
        into.data()[i] *= (float) scale;
      }
    }
    return sum;
  }

  /** One less the overlap of a place's box with its object's; slopes by a scale. */
  double boxLoss(Target target, BoxOverlap overlap, double scale) {
    int place = target.place();
    int level = places.level(place);
    Dual reached = overlap.of(box(place), target.truth().box());
    for (int side = 0; side < 4; side++) {
      double mean = decoder.distance(levels.get(level), side, place - places.begins()[level]);
      double alongDistance = reached.slope(side) * places.strides().get(level);
      double slope = side < 2 ? scale * alongDistance : -scale * alongDistance;
      readBins(place, side);
      for (int bin = 0; bin < decoder.bins(); bin++) {
        addSlope(place, side, bin, slope * softmax.share(bin) * (bin - mean));
      }
    }
    return 1 - reached.value();
  }

  /** The mean of the distributions' losses of a place; slopes by a scale. */
  double distributionLoss(Target target, double scale) {
    int place = target.place();
    int stride = places.strides().get(places.level(place));
    double sum = 0;
    for (int side = 0; side < 4; side++) {
      float pixels = places.distance(place, side, target.truth().box());
      double distance = DistributionFocal.learnable(pixels / stride, decoder.regMax());
      readBins(place, side);
      sum += DistributionFocal.loss(softmax, distance);
      for (int bin = 0; bin < decoder.bins(); bin++) {
        double slope = DistributionFocal.slope(softmax, bin, distance);
        addSlope(place, side, bin, scale / 4 * slope);
      }
    }
    return sum / 4;
  }

  private void readBins(int place, int side) {
    int channel = decoder.firstBin(side);
    int first = index(place, channel);
    softmax.read(levels.get(places.level(place)).data(), first, index(place, channel + 1) - first);
  }

  private void addSlope(int place, int side, int bin, double slope) {
    slopes.get(places.level(place)).data()[index(place, decoder.firstBin(side) + bin)] +=
        (float) slope;
  }
}
