package dev.riffle.data;

import dev.riffle.augment.Augmentation;
import dev.riffle.augment.ClassificationAugmentation;
import dev.riffle.augment.DetectionAugmentation;
import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.graph.Default;
import dev.riffle.image.crop.Crop;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.picture.PictureSet;
import dev.riffle.loader.sample.ClassSamples;
import dev.riffle.loader.sample.DetectionSamples;
import dev.riffle.loader.sample.PlainClassSamples;
import dev.riffle.loader.sample.PlainSamples;
import dev.riffle.loader.sample.Samples;
import dev.riffle.loader.sample.Unreadable;
import java.io.IOException;
import java.util.Optional;

/**
 * What an experiment learns from.
 *
 * @param train pictures to learn from
 * @param val pictures to be measured by, of the same kind
 * @param augment how pictures to learn from are changed; without it they are not
 * @param unreadable what becomes of a picture to learn from that cannot be read
 * @param cache whether decoded pictures stay in memory, each of 3 bytes a pixel
 */
public record Datasets(
    DataSource train,
    Optional<DataSource> val,
    Optional<Augmentation> augment,
    @Default("\"FAIL\"") Unreadable unreadable,
    @Default("false") boolean cache) {

  /**
   * Checks that all is for the same task.
   *
   * @throws IllegalArgumentException naming what is not
   */
  public Datasets {
    boolean isDetection = train instanceof DetectionSource;
    if (val.isPresent() && val.get() instanceof DetectionSource != isDetection) {
      throw mixed("val", val.get(), train);
    }
    if (augment.isPresent() && augment.get() instanceof DetectionAugmentation != isDetection) {
      throw mixed("augment", augment.get(), train);
    }
  }

  private static IllegalArgumentException mixed(String key, Object found, DataSource train) {
    return new IllegalArgumentException(
        key
            + ": "
            + found.getClass().getSimpleName()
            + " does not go with "
            + train.getClass().getSimpleName()
            + " in train, one is for detection and one for classification");
  }

  /** Whether the pictures are for detection; else they are for classification. */
  public boolean isDetection() {
    return train instanceof DetectionSource;
  }

  /**
   * Pictures with boxes to learn from.
   *
   * @param classes how many the network has
   * @throws IOException one line that says what is wrong, such as that the data set has another
   *     number of classes
   * @throws IllegalArgumentException if these are for classification
   */
  public PictureSet<Truths> detectionTrain(int classes) throws IOException {
    return checked("train", detection("train", train).read(Optional.empty()), classes);
  }

  /** Pictures with boxes to be measured by, if there are any; classes are those of training. */
  public Optional<PictureSet<Truths>> detectionVal(Categories categories) throws IOException {
    return val.isEmpty()
        ? Optional.empty()
        : Optional.of(detection("val", val.get()).read(Optional.of(categories)));
  }

  /** Likewise {@link #detectionTrain}. */
  public PictureSet<Integer> classificationTrain(int classes) throws IOException {
    return checked("train", classification("train", train).read(Optional.empty()), classes);
  }

  /** Likewise {@link #detectionVal}. */
  public Optional<PictureSet<Integer>> classificationVal(Categories categories) throws IOException {
    return val.isEmpty()
        ? Optional.empty()
        : Optional.of(classification("val", val.get()).read(Optional.of(categories)));
  }

  private static DetectionSource detection(String key, DataSource source) {
    if (source instanceof DetectionSource detection) {
      return detection;
    }
    throw unfit(key, source, "a detector");
  }

  private static ClassificationSource classification(String key, DataSource source) {
    if (source instanceof ClassificationSource classification) {
      return classification;
    }
    throw unfit(key, source, "a classifier");
  }

  private static IllegalArgumentException unfit(String key, DataSource source, String network) {
    return new IllegalArgumentException(
        "datasets." + key + ": " + source.getClass().getSimpleName() + " is not for " + network);
  }

  private static <T> PictureSet<T> checked(String key, PictureSet<T> pictures, int classes)
      throws IOException {
    int found = pictures.categories().size();
    if (found != classes) {
      throw new IOException(
          pictures.source()
              + ": datasets."
              + key
              + " has "
              + found
              + " categories, head.classes is "
              + classes);
    }
    return pictures;
  }

  /** Pictures with boxes as a network sees them in training. */
  public Samples<Truths> trainingSamples(PictureSet<Truths> pictures, Preprocess preprocess) {
    DetectionAugmentation changes =
        augment.map(DetectionAugmentation.class::cast).orElse(DetectionAugmentation.NONE);
    return new DetectionSamples(pictures, preprocess, changes, unreadable, cache);
  }

  /** Pictures with boxes as a detector sees them. */
  public Samples<Truths> plainSamples(PictureSet<Truths> pictures, Preprocess preprocess) {
    return new PlainSamples(pictures, preprocess, cache);
  }

  /**
   * Pictures of one thing as a network sees them in training.
   *
   * @param crop what is seen of them where there is no augmentation
   * @throws IllegalArgumentException if there is neither
   */
  public Samples<Integer> trainingClassSamples(
      PictureSet<Integer> pictures, Optional<Crop> crop, Preprocess preprocess) {
    if (augment.isEmpty() && crop.isEmpty()) {
      throw new IllegalArgumentException(
          "expected datasets.augment or input.crop, which say what of a picture is seen");
    }
    return augment.isEmpty()
        ? new PlainClassSamples(pictures, crop.get(), preprocess, unreadable, cache)
        : new ClassSamples(
            pictures, preprocess, (ClassificationAugmentation) augment.get(), unreadable, cache);
  }

  /** Pictures of one thing as a classifier sees them. */
  public Samples<Integer> plainClassSamples(
      PictureSet<Integer> pictures, Crop crop, Preprocess preprocess) {
    return new PlainClassSamples(pictures, crop, preprocess, Unreadable.FAIL, cache);
  }
}
