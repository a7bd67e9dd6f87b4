package dev.riffle.classify;

import dev.riffle.graph.Model;
import dev.riffle.image.Picture;
import dev.riffle.image.crop.Crop;
import dev.riffle.image.input.InputWriter;
import dev.riffle.image.input.Planes;
import dev.riffle.image.input.Preprocess;
import dev.riffle.run.Executor;
import dev.riffle.run.PlaneSession;
import dev.riffle.run.PlaneView;

/** Says what is in pictures: crop, normalise, run. For one thread; the model may be shared. */
public final class ImageClassifier implements AutoCloseable {
  private final Model model;
  private final Crop crop;
  private final Preprocess preprocess;
  private final Executor executor;
  private final InputWriter writer;
  private PlaneSession session; // from the first picture on

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
  }

  /** What is in a picture. */
  public Scores classify(Picture picture) {
    if (session == null) {
      session = PlaneSession.of(executor.open(model), model.graph());
    }
    int width = preprocess.width();
    int height = preprocess.height();
    PlaneView input = session.inputs().get(0);
    Planes planes = new Planes(input.data(), input.offsets(), input.pitch());
    try (Picture middle = crop.apply(picture, width, height)) {
      writer.write(middle, preprocess.warp(width, height), planes);
    }
    session.run();
    PlaneView logits = session.outputs().get(0); // a plane of one number for each class
    float[] numbers = new float[logits.channels()];
    for (int c = 0; c < numbers.length; c++) {
      numbers[c] = logits.data()[logits.offsets()[c]];
    }
    return Scores.ofLogits(numbers);
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
    writer.close();
  }
}
