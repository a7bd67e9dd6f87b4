package dev.riffle.experiment;

import dev.riffle.image.crop.Crop;
import dev.riffle.image.input.ChannelOrder;
import dev.riffle.image.input.Fit;
import dev.riffle.image.input.Preprocess;
import java.util.List;
import java.util.Optional;

/**
 * What a network sees of a picture.
 *
 * @param width pixels
 * @param height pixels
 * @param fit how a picture is brought to that size; a detector needs it
 * @param crop what of a picture is brought to that size; a classifier needs it
 * @param order of the channels
 * @param mean of each channel, in that order, on a scale of 0 to 255
 * @param std standard deviation likewise
 */
public record Input(
    int width,
    int height,
    Optional<Fit> fit,
    Optional<Crop> crop,
    ChannelOrder order,
    List<Float> mean,
    List<Float> std) {

  public Input {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    // Whatever the fit is, the numbers must suit a preprocessing.
    new Preprocess(width, height, fit.orElse(Fit.STRETCH), mean, std, order);
    if (fit.isPresent() && crop.isPresent()) {
      throw new IllegalArgumentException(
          "crop: expected either a fit or a crop, found " + fit.get() + " and " + crop.get());
    }
    if (crop.isPresent()) {
      checkCrop(crop.get(), width, height);
    }
  }

  /**
   * How a picture becomes the input of a detector.
   *
   * @throws IllegalArgumentException if no fit is given
   */
  public Preprocess preprocess() {
    return new Preprocess(
        width,
        height,
        fit.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "input.fit: a detector needs one of " + List.of(Fit.values()))),
        mean,
        std,
        order);
  }

  private static void checkCrop(Crop crop, int width, int height) {
    try {
      crop.check(width, height);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("crop." + e.getMessage(), e);
    }
  }

  /**
   * What of a picture a classifier sees.
   *
   * @throws IllegalArgumentException if no crop is given
   */
  public Crop cropped() {
    return crop.orElseThrow(
        () ->
            new IllegalArgumentException(
                "input.crop: a classifier needs one, as {\"shorterSide\": 256, \"resampling\":"
                    + " \"PILLOW\"}"));
  }

  /** How a picture that has the input's size already becomes the input. */
  public Preprocess normalising() {
    return new Preprocess(width, height, Fit.STRETCH, mean, std, order);
  }
}
