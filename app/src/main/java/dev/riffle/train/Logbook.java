package dev.riffle.train;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.Batch;
import dev.riffle.loader.Loader;
import dev.riffle.loader.sample.Samples;
import dev.riffle.loss.Loss;
import dev.riffle.train.record.Account;
import dev.riffle.train.record.Best;
import dev.riffle.train.record.Checkpoint;
import dev.riffle.train.record.Journal;
import dev.riffle.train.record.RunFolder;
import dev.riffle.train.record.Window;
import dev.riffle.train.schedule.Course;
import dev.riffle.train.task.Exam;
import dev.riffle.train.task.Lesson;
import dev.riffle.train.task.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes down what a trainer does, evaluates it, and stops it where nothing good can come. */
final class Logbook<T> implements AutoCloseable {
  private final String name;
  private final Graph graph;
  private final Course course;
  private final Samples<T> samples;
  private final Lesson<T> lesson;
  private final Optional<Exam> exam;
  private final RunFolder folder;
  private final Journal journal;
  private final TrainingListener listener;
  private final Window window = new Window();
  private Optional<Best> best;
  private Batch<T> last;

  /**
   * Goes on in a folder.
   *
   * @param subject what is trained
   * @param folder where all is written
   * @param from the checkpoint that it goes on behind, if there is one
   */
  Logbook(
      Subject<T> subject,
      Course course,
      RunFolder folder,
      Optional<Checkpoint> from,
      TrainingListener listener)
      throws IOException {
    this.name = subject.name();
    this.graph = subject.graph();
    this.samples = subject.samples();
    this.lesson = subject.lesson();
    this.exam = subject.exam();
    this.course = course;
    this.folder = folder;
    this.listener = listener;
    this.best = from.flatMap(Checkpoint::best);
    this.journal = new Journal(folder, from.map(Checkpoint::metricsBytes).orElse(0L));
  }

  /** The loader's next batch; takes note of how long it was waited for. */
  Batch<T> next(Loader<T> loader) throws IOException {
    long asked = System.nanoTime();
    Batch<T> batch = loader.next();
    journal.received(batch.size(), System.nanoTime() - asked);
    return batch;
  }

  /**
   * Takes note of a batch's loss.
   *
   * @throws ArithmeticException if it is not finite; the batch then is kept in the folder
   */
  void checkLoss(long step, Loss loss, Batch<T> batch, Network network) throws IOException {
    last = batch;
    if (!Double.isFinite(loss.total())) {
      throw stopped(step, "the loss is " + loss.total() + " " + loss.terms(), network);
    }
    window.add(loss);
    listener.stepped(step, course.steps(), loss, batch.size());
  }

  /** Likewise of a step's gradients. */
  void checkGradient(long step, double norm, Network network) throws IOException {
    if (!Double.isFinite(norm)) {
      throw stopped(step, "the length of the gradients is " + norm, network);
    }
  }

  private ArithmeticException stopped(long step, String why, Network network) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "pixels",
        new Tensor(last.pixels(), last.size(), Preprocess.CHANNELS, last.height(), last.width()));
    tensors.putAll(lesson.answers(last));
    network.numbers().forEach((parameter, numbers) -> tensors.put("model." + parameter, numbers));
    String pictures =
        Arrays.stream(last.pictures()).mapToObj(samples::name).collect(Collectors.joining(", "));
    Path file = folder.write("failed-step-" + step, tensors, Map.of("pictures", pictures));
    return new ArithmeticException(
        String.format(
            "step %d: %s; its batch and the weights it met are in %s (%s)",
            step, why, file, pictures));
  }

  /** Writes a line of metrics over the steps since the last. */
  void log(long step, double gradientNorm) throws IOException {
    Map<String, Double> figures = window.take();
    figures.put("learningRate", course.learningRate(step));
    figures.put("gradientNorm", gradientNorm);
    journal.stepped(step, course.epoch(step), figures);
  }

  /** Evaluates numbers, and keeps them if they are the best so far. */
  void evaluate(long step, Map<String, Tensor> numbers) throws IOException {
    if (exam.isEmpty()) {
      return;
    }
    Weights weights = weights(numbers);
    Map<String, Double> figures = exam.get().take(new Model(graph, weights));
    double score = figures.values().iterator().next();
    boolean isBest = best.isEmpty() || score > best.get().score();
    journal.evaluated(step, course.epoch(step), figures);
    if (isBest) {
      best = Optional.of(new Best(step, score));
      folder.write("best", weights.tensors(), about(step));
    }
    listener.evaluated(course.epoch(step), figures, isBest);
  }

  /** Writes a checkpoint. */
  void keep(
      long step,
      Map<String, Tensor> numbers,
      Optional<Map<String, Tensor>> averages,
      Map<String, Tensor> memory)
      throws IOException {
    long bytes = journal.sync();
    Checkpoint checkpoint =
        new Checkpoint(step, bytes, best, numbers, averages.orElse(Map.of()), memory);
    folder.keep(checkpoint, course.schedule().rhythm().keep());
    Account.write(folder, name, step, course.steps(), best);
  }

  /** Writes the weights that came out. */
  void finish(Map<String, Tensor> numbers) throws IOException {
    folder.write("last", weights(numbers).tensors(), about(course.steps()));
  }

  /** What came out, in a few lines. */
  String account() throws IOException {
    return Account.write(folder, name, course.steps(), course.steps(), best);
  }

  // In one order: that of Map.of is another in each process, and so would be the file's bytes.
  private Map<String, String> about(long step) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("model", name);
    about.put("step", Long.toString(step));
    return about;
  }

  // Without what only training needs.
  private Weights weights(Map<String, Tensor> numbers) {
    Map<String, Tensor> used = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      used.put(parameter.name(), numbers.get(parameter.name()));
    }
    return new Weights(used);
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
