package dev.riffle.detect;

import dev.riffle.box.Detection;
import dev.riffle.decode.Candidates;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Model;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.image.NetworkInput;
import dev.riffle.image.Picture;
import dev.riffle.image.Preprocess;
import dev.riffle.run.Executor;
import dev.riffle.run.Session;
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
  private final Map<Shape, Session> sessions = new HashMap<>(); // by the input's size

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
  }

  /** The objects in a picture, best first, in the picture's pixels. */
  public List<Detection> detect(Picture picture) {
    NetworkInput prepared = preprocess.apply(picture);
    Shape input = new Shape(prepared.channels(), prepared.height(), prepared.width());
    Tensor batch = new Tensor(prepared.data(), 1, input.channels(), input.height(), input.width());
    List<Tensor> outputs = sessions.computeIfAbsent(input, this::open).run(List.of(batch));
    Candidates candidates = decoder.decode(outputs, 0, input, selection.score());
    return selection.of(candidates).stream()
        .map(found -> found.withBox(prepared.warp().toPicture(found.box())))
        .toList();
  }

  private Session open(Shape input) {
    return executor.open(model.at(input));
  }

  @Override
  public void close() {
    sessions.values().forEach(Session::close);
    sessions.clear();
  }
}
