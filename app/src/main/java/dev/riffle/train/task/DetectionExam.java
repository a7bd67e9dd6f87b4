package dev.riffle.train.task;

import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.dataset.Shapes;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.detect.Detector;
import dev.riffle.detect.Selection;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import dev.riffle.eval.match.Evaluator;
import dev.riffle.graph.Model;
import dev.riffle.image.Picture;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.picture.DetectionPictures;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.Executor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * COCO's twelve figures.
 *
 * @param pictures with what is to be found
 * @param preprocess how a picture becomes the network's input
 * @param decoder how its outputs are read
 * @param executor what runs it
 * @param threads that evaluate
 */
record DetectionExam(
    DetectionPictures pictures,
    Preprocess preprocess,
    DistanceDecoder decoder,
    Executor executor,
    int threads)
    implements Exam {

  // A detection and the place of its picture in the data set.
  private record Found(int picture, Detection detection) {}

  @Override
  public Map<String, Double> take(Model model) throws IOException {
    List<Found> found = new ArrayList<>();
    Model folded = FoldBatchNorm.apply(model);
    try (Detector detector =
        new Detector(folded, preprocess, decoder, executor, Selection.EVALUATION)) {
      for (int i = 0; i < pictures.size(); i++) {
        try (Picture picture = pictures.read(i)) {
          for (Detection detection : detector.detect(picture)) {
            found.add(new Found(i, detection));
          }
        }
      }
    }
    Dataset dataset = pictures.dataset();
    Settings settings = Settings.coco(IouType.BBOX).withThreads(threads);
    Map<String, Double> figures = new LinkedHashMap<>();
    Summary.of(Evaluator.evaluate(dataset, results(found), settings))
        .figures()
        .forEach(figure -> figures.put(figure.name(), figure.value()));
    return figures;
  }

  // Classes are the data set's in its order, in which the network learnt them.
  private static Results results(List<Found> found) {
    int size = found.size();
    int[] image = new int[size];
    int[] category = new int[size];
    double[] boxes = new double[4 * size];
    double[] areas = new double[size];
    double[] scores = new double[size];
    for (int i = 0; i < size; i++) {
      Box box = found.get(i).detection().box();
      image[i] = found.get(i).picture();
      category[i] = found.get(i).detection().category();
      boxes[4 * i] = box.left();
      boxes[4 * i + 1] = box.top();
      boxes[4 * i + 2] = box.width();
      boxes[4 * i + 3] = box.height();
      areas[i] = boxes[4 * i + 2] * boxes[4 * i + 3];
      scores[i] = found.get(i).detection().score();
    }
    return new Results(
        "detections", Results.Kind.BOXES, image, category, boxes, areas, scores, Shapes.NONE, null);
  }
}
