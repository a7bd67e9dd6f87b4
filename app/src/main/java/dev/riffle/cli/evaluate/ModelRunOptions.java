package dev.riffle.cli.evaluate;

import dev.riffle.box.Categories;
import dev.riffle.box.Detection;
import dev.riffle.cli.console.Progress;
import dev.riffle.cli.option.ExecutorOption;
import dev.riffle.cli.option.ModelOptions;
import dev.riffle.coco.CocoResult;
import dev.riffle.coco.CocoResults;
import dev.riffle.coco.ImageId;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.dataset.Results;
import dev.riffle.detect.Detector;
import dev.riffle.detect.Selection;
import dev.riffle.experiment.Experiment;
import dev.riffle.file.FileName;
import dev.riffle.file.WholeFile;
import dev.riffle.head.DetectionHead;
import dev.riffle.image.Picture;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model run over the pictures of a data set, as NanoDet's own evaluation runs it. */
final class ModelRunOptions {
  @Mixin private ModelOptions model;
  @Mixin private ExecutorOption executor;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "The folder of the annotated pictures, for a model to look at.")
  private Path images;

  @Option(
      names = "--save-detections",
      paramLabel = "FILE",
      description = "Keep what the model finds as COCO results.")
  private Path save;

  /** The folder of pictures, null if no model is to run. */
  Path images() {
    return images;
  }

  /** Whether anything was said of a model or its run. */
  boolean isGiven() {
    return images != null || save != null || model.isGiven();
  }

  /** What the model finds in the pictures of the data set. */
  Results run(Dataset dataset, int threads, PrintStream people) throws IOException {
    Experiment experiment = model.experiment();
    if (!(experiment.head() instanceof DetectionHead head)) {
      throw new IllegalArgumentException(
          experiment.name() + " is for " + experiment.task() + ", expected a detector");
    }
    if (!Files.isDirectory(images)) {
      throw new IOException(images + ": no such folder of pictures");
    }
    if (save != null) {
      WholeFile.check(save);
    }
    Categories categories = experiment.categoryList();
    checkCategories(categories, dataset);
    List<CocoResult> results = new ArrayList<>();
    long start;
    try (Detector detector =
            new Detector(
                model.load(experiment),
                experiment.input().preprocess(),
                head.decoder(),
                executor.executor(threads),
                Selection.EVALUATION);
        Progress progress = new Progress("pictures", dataset.images().size())) {
      start = System.nanoTime();
      for (int i = 0; i < dataset.images().size(); i++) {
        detect(detector, dataset.images(), i, categories, results);
        progress.step();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    people.printf(
        Locale.ROOT,
        "%d pictures in %.1f s, %.1f a second%n",
        dataset.images().size(),
        seconds,
        dataset.images().size() / seconds);
    if (save != null) {
      CocoResults.write(save, results);
    }
    return CocoResults.of(results, dataset);
  }

  private static void checkCategories(Categories categories, Dataset dataset) {
    for (int i = 0; i < categories.size(); i++) {
      long id = categories.get(i).id();
      if (dataset.categories().list().stream().noneMatch(category -> category.id() == id)) {
        throw new IllegalArgumentException(
            dataset.source()
                + ": expected the model's categories, found none with id "
                + id
                + " ("
                + categories.get(i).name()
                + ")");
      }
    }
  }

  private void detect(
      Detector detector, Images from, int i, Categories categories, List<CocoResult> into)
      throws IOException {
    String name = from.fileNames() == null ? null : from.fileNames()[i];
    Optional<String> problem = name == null ? Optional.of("names no file") : FileName.problem(name);
    if (problem.isPresent()) {
      throw new IOException("image " + from.ids().text(i) + ": " + problem.get());
    }
    Path file = images.resolve(name);
    try (Picture picture = Picture.read(file)) {
      for (Detection found : detector.detect(picture)) {
        into.add(CocoResult.of(id(from.ids(), i), found, categories));
      }
    }
  }

  private static ImageId id(Ids ids, int i) {
    return ids.areNumbers() ? new ImageId.Number(ids.number(i)) : new ImageId.Name(ids.text(i));
  }
}
