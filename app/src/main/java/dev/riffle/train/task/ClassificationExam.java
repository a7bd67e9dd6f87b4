package dev.riffle.train.task;

import dev.riffle.classify.ImageClassifier;
import dev.riffle.graph.Model;
import dev.riffle.image.Picture;
import dev.riffle.image.crop.Crop;
import dev.riffle.image.input.Preprocess;
import dev.riffle.imagenet.Accuracy;
import dev.riffle.loader.picture.PictureSet;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.Executor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often the first guess is right, and how often one of the first five.
 *
 * @param pictures with their classes
 * @param crop what the network sees of a picture
 * @param preprocess how that becomes its input
 * @param executor what runs it
 */
record ClassificationExam(
    PictureSet<Integer> pictures, Crop crop, Preprocess preprocess, Executor executor)
    implements Exam {

  @Override
  public Map<String, Double> take(Model model) throws IOException {
    Accuracy accuracy = Accuracy.NONE;
    Model folded = FoldBatchNorm.apply(model);
    try (ImageClassifier classifier = new ImageClassifier(folded, crop, preprocess, executor)) {
      for (int i = 0; i < pictures.size(); i++) {
        try (Picture picture = pictures.read(i)) {
          accuracy = accuracy.with(classifier.classify(picture).place(pictures.answer(i)));
        }
      }
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("top1", (double) accuracy.top1() / accuracy.pictures());
    figures.put("top5", (double) accuracy.top5() / accuracy.pictures());
    return figures;
  }
}
