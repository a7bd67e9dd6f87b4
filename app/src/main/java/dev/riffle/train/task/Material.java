package dev.riffle.train.task;

import dev.riffle.box.Truths;
import dev.riffle.data.Datasets;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.Input;
import dev.riffle.head.Classifier;
import dev.riffle.head.DetectionHead;
import dev.riffle.loader.picture.DetectionPictures;
import dev.riffle.loader.picture.PictureSet;
import dev.riffle.run.Executor;
import dev.riffle.train.record.Provenance.Data;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An experiment with its data sets read.
 *
 * @param <T> what the network is to answer of a picture
 * @param subject what is trained
 * @param train the pictures to learn from
 * @param val the pictures to be evaluated on
 */
public record Material<T>(Subject<T> subject, PictureSet<T> train, Optional<PictureSet<T>> val) {

  /**
   * A detector's.
   *
   * @throws IOException one line that says what is wrong with the data
   */
  public static Material<Truths> of(
      Experiment experiment, DetectionHead head, Datasets datasets, Executor executor, int threads)
      throws IOException {
    PictureSet<Truths> train = datasets.detectionTrain(head.classes());
    Optional<PictureSet<Truths>> val = datasets.detectionVal(train.categories());
    Input input = experiment.input();
    Optional<Exam> exam = Optional.empty();
    if (val.isPresent()) {
      if (!(val.get() instanceof DetectionPictures pictures)) {
        throw new IOException(val.get().source() + ": cannot be evaluated on");
      }
      exam =
          Optional.of(
              new DetectionExam(pictures, input.preprocess(), head.decoder(), executor, threads));
    }
    return new Material<>(
        new Subject<>(
            experiment.name(),
            experiment.graph(),
            new DetectionLesson(head),
            datasets.trainingSamples(train, input.preprocess()),
            exam),
        train,
        val);
  }

  /** Likewise a classifier's. */
  public static Material<Integer> of(
      Experiment experiment, Classifier head, Datasets datasets, Executor executor)
      throws IOException {
    PictureSet<Integer> train = datasets.classificationTrain(head.classes());
    Optional<PictureSet<Integer>> val = datasets.classificationVal(train.categories());
    Input input = experiment.input();
    return new Material<>(
        new Subject<>(
            experiment.name(),
            experiment.graph(),
            new ClassificationLesson(head.loss()),
            datasets.trainingClassSamples(train, input.crop(), input.normalising()),
            val.map(
                pictures ->
                    new ClassificationExam(
                        pictures, input.cropped(), input.normalising(), executor))),
        train,
        val);
  }

  /** What is recorded of the data sets. */
  public Map<String, Data> data() {
    Map<String, Data> data = new LinkedHashMap<>();
    data.put("train", described(train));
    val.ifPresent(pictures -> data.put("val", described(pictures)));
    return data;
  }

  private static Data described(PictureSet<?> pictures) {
    return new Data(pictures.source(), pictures.size(), pictures.sha256());
  }
}
