package dev.riffle.detect;

import dev.riffle.box.Detection;
import dev.riffle.decode.Candidates;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Model;
import dev.riffle.graph.Shape;
import dev.riffle.image.Picture;
import dev.riffle.image.input.InputWriter;
import dev.riffle.image.input.Planes;
import dev.riffle.image.input.Preprocess;
import dev.riffle.image.input.Warp;
import dev.riffle.run.Executor;
import dev.riffle.run.PlaneSession;
import dev.riffle.run.PlaneView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds objects in pictures: prepare, run, decode, suppress, map back. For one thread; the model
 * may be shared.
 */
public final class Detector implements AutoCloseable {
  private final Model model;
  private final Preprocess preprocess;
  private final DistanceDecoder decoder;
  private final Executor executor;
  private final Selection selection;
  private final InputWriter writer;
  private final Candidates candidates = new Candidates();
  private final Map<Shape, Run> runs = new HashMap<>(); // by the input's size

  /**
   * Nothing is run yet.
   *
   * @param model the network with its weights; a folded one runs faster
   * @param preprocess how a picture becomes the network's input
   * @param decoder how the network's outputs are read
   * @param executor what runs the network
   * @param selection which detections are wanted
   */
  public Detector(
      Model model,
      Preprocess preprocess,
      DistanceDecoder decoder,
      Executor executor,
      Selection selection) {
    this.model = model;
    this.preprocess = preprocess;
    this.decoder = decoder;
    this.executor = executor;
    this.selection = selection;
    this.writer = new InputWriter(preprocess);
  }

  /** The objects in a picture, best first, in the picture's pixels. */
  public List<Detection> detect(Picture picture) {
    Warp warp = preprocess.warp(picture.width(), picture.height());
    Run run =
        runs.computeIfAbsent(
            new Shape(Preprocess.CHANNELS, warp.paddedHeight(), warp.paddedWidth()), this::open);
    PlaneView input = run.session().inputs().get(0);
    writer.write(picture, warp, new Planes(input.data(), input.offsets(), input.pitch()));
    run.session().run();
    candidates.clear();
    decoder.decode(run.session().outputs(), run.shape(), selection.score(), candidates);
    return warp.toPicture(selection.of(candidates));
  }

  private Run open(Shape input) {
    Model sized = model.at(input);
    return new Run(input, PlaneSession.of(executor.open(sized), sized.graph()));
  }

  // What one size of input needs.
  private record Run(Shape shape, PlaneSession session) {}

  @Override
  public void close() {
    runs.values().forEach(run -> run.session().close());
    runs.clear();
    writer.close();
  }
}
