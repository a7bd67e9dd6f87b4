package dev.riffle.classify;

import dev.riffle.graph.Model;
import dev.riffle.graph.Tensor;
import dev.riffle.image.InputWriter;
import dev.riffle.image.Picture;
import dev.riffle.image.Planes;
import dev.riffle.image.Preprocess;
import dev.riffle.image.crop.Crop;
import dev.riffle.run.Executor;
import dev.riffle.run.Session;
import java.util.List;

/** Says what is in pictures: crop, normalise, run. For one thread; the model may be shared. */
public final class ImageClassifier implements AutoCloseable {
  private final Model model;
  private final Crop crop;
  private final Preprocess preprocess;
  private final Executor executor;
  private final InputWriter writer;
  private final Planes input;
  private Session session; // from the first picture on

  /**
   * Nothing is run yet.
   *
   * @param model the network with its weights; a folded one runs faster
   * @param crop what the network sees of a picture
   * @param preprocess how that becomes its input, whose size it has already
   * @param executor what runs the network
   */
  public ImageClassifier(Model model, Crop crop, Preprocess preprocess, Executor executor) {
    this.model = model;
    this.crop = crop;
    this.preprocess = preprocess;
    this.executor = executor;
    this.writer = new InputWriter(preprocess);
    this.input = Planes.of(Preprocess.CHANNELS, preprocess.height(), preprocess.width());
  }

  /** What is in a picture. */
  public Scores classify(Picture picture) {
    if (session == null) {
      session = executor.open(model);
    }
    int width = preprocess.width();
    int height = preprocess.height();
    try (Picture middle = crop.apply(picture, width, height)) {
      writer.write(middle, preprocess.warp(width, height), input);
    }
    Tensor batch = new Tensor(input.data(), 1, Preprocess.CHANNELS, height, width);
    return Scores.ofLogits(session.run(List.of(batch)).get(0).data());
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
    writer.close();
  }
}
