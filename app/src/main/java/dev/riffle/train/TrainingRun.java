package dev.riffle.train;

import dev.riffle.config.Catalog;
import dev.riffle.config.Config;
import dev.riffle.data.Datasets;
import dev.riffle.experiment.Experiment;
import dev.riffle.gradient.Differentiator;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Weights;
import dev.riffle.head.Classifier;
import dev.riffle.head.DetectionHead;
import dev.riffle.loader.Loader;
import dev.riffle.loader.sample.Samples;
import dev.riffle.run.Executor;
import dev.riffle.train.optimize.NamePattern;
import dev.riffle.train.record.Checkpoint;
import dev.riffle.train.record.Provenance;
import dev.riffle.train.record.RunFolder;
import dev.riffle.train.schedule.Course;
import dev.riffle.train.schedule.Schedule;
import dev.riffle.train.start.Beginning;
import dev.riffle.train.task.Material;
import dev.riffle.train.task.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Training an experiment in a folder, from its beginning or from where it was cut off. */
public final class TrainingRun {
  private final Experiment experiment;
  private final Schedule schedule;
  private final Datasets datasets;
  private final Tools tools;
  private final TrainingListener listener;

  /**
   * What a run works with; none of it changes a number.
   *
   * @param differentiator what trains
   * @param executor what evaluates
   * @param threads that load pictures
   * @param sources where published weights are found
   * @param command what the user called, to be recorded
   */
  public record Tools(
      Differentiator differentiator,
      Executor executor,
      int threads,
      Beginning.Sources sources,
      List<String> command) {}

  private TrainingRun(Experiment experiment, Tools tools, TrainingListener listener) {
    this.experiment = experiment;
    this.schedule = needed("schedule", experiment.schedule());
    this.datasets = needed("datasets", experiment.datasets());
    this.tools = tools;
    this.listener = listener;
  }

  private <P> P needed(String key, Optional<P> part) {
    return part.orElseThrow(
        () ->
            new IllegalArgumentException(
                experiment.name() + ": " + key + ": expected for training, found none"));
  }

  /**
   * Trains from the beginning, in a new folder.
   *
   * @return what came out, in a few lines
   * @throws IOException one line, if the data, the weights or the folder are not as they must be
   */
  public static String begin(
      Experiment experiment, Path path, Tools tools, TrainingListener listener) throws IOException {
    RunFolder.checkNew(path);
    return new TrainingRun(experiment, tools, listener).run(path, false);
  }

  /** Likewise from where the run in a folder was cut off, with its own configuration. */
  public static String resume(Path path, Tools tools, TrainingListener listener)
      throws IOException {
    Experiment experiment =
        Config.read(RunFolder.open(path).config(), Experiment.class, List.of(), Catalog.empty());
    return new TrainingRun(experiment, tools, listener).run(path, true);
  }

  private String run(Path path, boolean isThere) throws IOException {
    return experiment.head() instanceof DetectionHead head
        ? run(
            Material.of(experiment, head, datasets, tools.executor(), tools.threads()),
            path,
            isThere)
        : run(
            Material.of(experiment, (Classifier) experiment.head(), datasets, tools.executor()),
            path,
            isThere);
  }

  private <T> String run(Material<T> material, Path path, boolean isThere) throws IOException {
    try (Samples<T> samples = material.subject().samples()) {
      Graph graph = graph(false);
      checkFrozen(graph);
      Optional<Checkpoint> from = isThere ? RunFolder.open(path).newest() : Optional.empty();
      Beginning beginning =
          from.isPresent()
              ? new Beginning(
                  new Model(graph, new Weights(from.get().model())),
                  "goes on behind step " + from.get().step())
              : Beginning.of(experiment, graph, schedule, tools.sources());
      String account;
      try (Loader<T> loader = loader(samples, from);
          Network network = network(beginning.model())) {
        RunFolder folder = // last: what cannot begin leaves none
            isThere
                ? RunFolder.open(path)
                : RunFolder.create(path, Config.toText(experiment, Experiment.class));
        record(folder, material, from, beginning);
        listener.remark(beginning.report());
        account = train(material.subject(), folder, from, loader, network);
      }
      samples.unreadable().forEach(listener::remark);
      return account;
    }
  }

  /** What learns: the experiment's network, with what stands beside it in training. */
  private Graph graph(boolean isDetached) {
    return experiment.trainingGraph(isDetached);
  }

  private void checkFrozen(Graph graph) {
    NamePattern.checkUsed(
        "schedule.start.frozen",
        schedule.start().frozen(),
        graph.parameters().stream().map(Parameter::name).toList());
  }

  private void record(
      RunFolder folder, Material<?> material, Optional<Checkpoint> from, Beginning beginning)
      throws IOException {
    Provenance.Session session =
        Provenance.Session.now(
            from.map(Checkpoint::step).orElse(0L), tools.command(), tools.threads());
    Provenance before =
        Provenance.isIn(folder)
            ? Provenance.read(folder)
            : new Provenance(schedule.seed(), beginning.report(), material.data(), List.of());
    before.checkData(material.data(), folder.path());
    before.with(session).write(folder);
  }

  private <T> Loader<T> loader(Samples<T> samples, Optional<Checkpoint> from) {
    long batches = from.map(Checkpoint::step).orElse(0L) * schedule.accumulate();
    return new Loader<>(samples, schedule.batchSize(), schedule.seed(), batches, tools.threads());
  }

  private Network network(Model model) {
    return new Network(
        this::graph,
        model.weights(),
        tools.differentiator(),
        schedule.batchSize(),
        name -> NamePattern.anyMatches(schedule.start().frozen(), name));
  }

  private <T> String train(
      Subject<T> subject,
      RunFolder folder,
      Optional<Checkpoint> from,
      Loader<T> loader,
      Network network)
      throws IOException {
    Course course = Course.of(schedule, loader.stepsPerEpoch());
    try (Logbook<T> logbook = new Logbook<>(subject, course, folder, from, listener)) {
      Trainer<T> trainer = new Trainer<>(course, subject.lesson(), loader, network, logbook);
      from.ifPresent(trainer::restore);
      trainer.run();
      return logbook.account();
    }
  }
}
