package dev.riffle.experiment;

import dev.riffle.backbone.Backbone;
import dev.riffle.box.Categories;
import dev.riffle.data.Datasets;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.head.Classifier;
import dev.riffle.head.DetectionHead;
import dev.riffle.head.Head;
import dev.riffle.neck.Neck;
import dev.riffle.store.WeightSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An experiment, as a file in {@code configs/} describes it. The keys of the file are the
 * components here, and the rooms of the project.
 *
 * @param name what it is called
 * @param input what the network sees of a picture
 * @param backbone from the picture to feature maps
 * @param neck absent for a classifier
 * @param head the last part, which says what the network is for
 * @param categories the name of a known list of classes ({@code coco}); without it classes are
 *     numbered
 * @param datasets what it learns from
 * @param published what the authors state of it
 * @param weights where its weights are
 */
public record Experiment(
    String name,
    Input input,
    Backbone backbone,
    Optional<Neck> neck,
    Head head,
    Optional<KnownCategories> categories,
    Optional<Datasets> datasets,
    Optional<Published> published,
    Optional<WeightSource> weights) {

  private static final String NECK = "fpn";
  private static final String HEAD = "head";

  /** Checks that the parts go together. */
  public Experiment {
    if (head instanceof Classifier && neck.isPresent()) {
      throw new IllegalArgumentException("neck: a Classifier takes none, found " + neck.get());
    }
    if (head instanceof DetectionHead && neck.isEmpty()) {
      throw new IllegalArgumentException(
          "neck: " + head.getClass().getSimpleName() + " needs one, found none");
    }
    if (datasets.isPresent() && head instanceof Classifier == datasets.get().isDetection()) {
      throw new IllegalArgumentException(
          "datasets: "
              + datasets.get().train().getClass().getSimpleName()
              + " is not for a "
              + head.getClass().getSimpleName());
    }
  }

  /** What it does: {@code detection} or {@code classification}. */
  public String task() {
    return head instanceof Classifier ? "classification" : "detection";
  }

  /**
   * What the classes are called.
   *
   * @throws IllegalArgumentException if the named list has another number of them
   */
  public Categories categoryList() {
    if (categories.isEmpty()) {
      return Categories.numbered(head.classes());
    }
    Categories known = categories.get().categories();
    if (known.size() != head.classes()) {
      throw new IllegalArgumentException(
          name
              + ": head.classes is "
              + head.classes()
              + ", but categories \""
              + categories.get()
              + "\" are "
              + known.size());
    }
    return known;
  }

  /**
   * The whole network, its names those of the published checkpoints: torchvision's for a
   * classifier, NanoDet's for a detector.
   *
   * @throws IllegalArgumentException if the parts do not fit, naming the node
   */
  public Graph graph() {
    if (!(head instanceof DetectionHead detection)) {
      Scope root = Scope.root();
      Node picture = picture(root);
      List<Node> features = backbone.build(root, picture);
      return new Graph(
          List.of(picture), List.of(backbone.classify(root, features, head.classes())));
    }
    Detector detector = detector(detection);
    return new Graph(List.of(detector.picture), detector.outputs);
  }

  /**
   * The network that learns: {@link #graph}, and where the head has a branch that stands beside it
   * in training, that branch. Outputs are those of the network, level by level, then those of the
   * branch, level by level; both are read by the head's decoder.
   *
   * @param detached whether the branch learns from the network's maps without changing what makes
   *     them
   * @throws IllegalArgumentException if the parts do not fit, naming the node
   */
  public Graph trainingGraph(boolean detached) {
    if (!(head instanceof DetectionHead detection)) {
      return graph();
    }
    Detector detector = detector(detection);
    List<Node> outputs = new ArrayList<>(detector.outputs);
    outputs.addAll(
        detection.auxiliary(
            Scope.root(), neck.orElseThrow(), detector.features, detector.levels, detached));
    return new Graph(List.of(detector.picture), outputs);
  }

  private record Detector(
      Node picture, List<Node> features, List<Node> levels, List<Node> outputs) {}

  private Detector detector(DetectionHead detection) {
    Scope root = Scope.root();
    Node picture = picture(root);
    List<Integer> strides = detection.decoder().strides();
    List<Node> features = backbone.build(root.in("backbone"), picture);
    // Levels that the neck adds behind the backbone's may end in half a place.
    checkSize(Collections.max(strides.subList(0, Math.min(features.size(), strides.size()))));
    List<Node> levels = neck.orElseThrow().build(root.in(NECK), features);
    checkStrides(strides, levels);
    return new Detector(picture, features, levels, detection.build(root.in(HEAD), levels));
  }

  private Node picture(Scope root) {
    return root.input("picture", new Shape(3, input.height(), input.width()));
  }

  private void checkSize(int coarsest) {
    if (input.width() % coarsest != 0 || input.height() % coarsest != 0) {
      throw new IllegalArgumentException(
          "input: expected a width and height that are multiples of "
              + coarsest
              + ", the coarsest stride of the backbone, found "
              + input.width()
              + "x"
              + input.height());
    }
  }

  // A wrong stride would build all the same, and put boxes in wrong places.
  private void checkStrides(List<Integer> strides, List<Node> levels) {
    for (int i = 0; i < Math.min(strides.size(), levels.size()); i++) {
      Shape level = levels.get(i).shape();
      if ((input.width() + strides.get(i) - 1) / strides.get(i) != level.width()) {
        throw new IllegalArgumentException(
            "head.strides."
                + i
                + ": expected "
                + input.width() / level.width()
                + " (input "
                + input.width()
                + " wide, level "
                + level
                + "), found "
                + strides.get(i));
      }
    }
  }

  /** Weights that published checkpoints hold and this network has no use for, as name patterns. */
  public List<String> unusedWeights() {
    return head instanceof DetectionHead detection
        ? Stream.of(
                neck.orElseThrow().unused().stream().map((NECK + ".")::concat),
                detection.unused().stream().map((HEAD + ".")::concat),
                detection.trainingOnly().stream())
            .flatMap(patterns -> patterns)
            .toList()
        : backbone.trainingOnly();
  }
}
