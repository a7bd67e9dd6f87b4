package dev.riffle.cli.detect;

import dev.riffle.classify.ImageClassifier;
import dev.riffle.classify.Scores;
import dev.riffle.cli.option.ExecutorOption;
import dev.riffle.cli.option.JsonOption;
import dev.riffle.cli.option.ModelOptions;
import dev.riffle.cli.option.ThreadsOption;
import dev.riffle.detect.Sources;
import dev.riffle.detect.Sources.Source;
import dev.riffle.experiment.Experiment;
import dev.riffle.head.Classifier;
import dev.riffle.image.OpenCv;
import dev.riffle.image.Picture;
import dev.riffle.image.crop.Crop;
import dev.riffle.imagenet.Accuracy;
import dev.riffle.imagenet.ClassList;
import dev.riffle.imagenet.Labels;
import dev.riffle.run.Executor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle classify}: pictures in, their likeliest classes out, and how many are right. */
@Command(
    name = "classify",
    description = "Say what is in pictures, and with --labels how often that is right.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  riffle classify photo.jpg --model shufflenetv2-1.0x --weights x1.pth",
      "  riffle classify photos/ --top 3 --class-list synsets.txt --json -",
      "  riffle classify \"val/**.JPEG\" --labels val/ --class-list synsets.txt"
    })
public final class ClassifyCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description = "Pictures (jpg, png, bmp, webp, tiff), folders of them, globs.")
  private List<String> sources;

  @Mixin private ModelOptions model;
  @Mixin private ClassOptions classOptions;

  @Option(
      names = "--top",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "How many classes to tell of each picture; ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--labels",
      paramLabel = "FILE_OR_DIR",
      description =
          "The true classes: a text line a picture (its name, then an index or WordNet id), JSON of"
              + " the same, or the folder of a folder for each class. Tells top-1 and top-5"
              + " accuracy.")
  private Path labelSource;

  @Mixin private JsonOption json;
  @Mixin private ExecutorOption executor;
  @Mixin private ThreadsOption threads;
  @Spec private CommandSpec spec;

  private ClassList classes;
  private final Map<Source, Integer> truths = new HashMap<>(); // empty without labels
  private final List<Result> results = new ArrayList<>();
  private Accuracy accuracy = Accuracy.NONE;

  // What is written as JSON.
  private record Result(String source, List<Guess> top) {}

  private record Guess(int index, String label, float score) {}

  @Override
  public Integer call() throws IOException {
    Executor network = executor.executor(threads.threads()); // early: it warms up meanwhile
    Experiment experiment = model.classifier();
    if (!(experiment.head() instanceof Classifier)) {
      throw misused(experiment.name() + " is for " + experiment.task() + ", expected a classifier");
    }
    if (top < 1) {
      throw misused("--top: expected 1 or more, found " + top);
    }
    Crop crop = experiment.input().cropped();
    List<Source> files = Sources.find(sources, null);
    EachPicture.checkThere(files);
    json.check();
    refuseOriginals(files);
    OpenCv.loadMeanwhile();
    Path weights = model.find(experiment);
    json.checkApart(weights, "holds the weights");
    classes = classOptions.of(experiment, weights);
    if (labelSource != null) {
      Labels labels = Labels.read(labelSource, classes);
      for (Source file : files) {
        truths.put(file, labels.of(file.path()));
      }
    }
    int failures;
    try (ImageClassifier classifier =
        new ImageClassifier(
            model.load(experiment, weights), crop, experiment.input().normalising(), network)) {
      failures = classifyAll(classifier, files);
    }
    if (failures == files.size()) {
      return 1; // there are no results, and former ones stay
    }
    if (labelSource != null) {
      json.people().println(accuracy);
    }
    json.write(results);
    return failures == 0 ? 0 : 1;
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void refuseOriginals(List<Source> files) throws IOException {
    for (Source file : files) {
      json.checkApart(file.path(), "is one of the pictures");
    }
    if (labelSource != null && !Files.isDirectory(labelSource)) {
      json.checkApart(labelSource, "holds the labels");
    }
    classOptions.checkApart(json);
  }

  /** Goes on behind a picture that fails; gives the number of those. */
  private int classifyAll(ImageClassifier classifier, List<Source> files) {
    List<String> heldBack = new ArrayList<>();
    int failures =
        EachPicture.look(
            files, file -> classify(classifier, file), json.people()::println, heldBack::add);
    if (!json.isGiven() && labelSource == null) {
      heldBack.forEach(json.people()::println);
    }
    return failures;
  }

  /** Classifies and remembers the result; gives a line that tells of it. */
  private String classify(ImageClassifier classifier, Source file) throws IOException {
    try (Picture picture = Picture.read(file.path())) {
      Scores scores = classifier.classify(picture);
      List<Guess> guesses =
          scores.best(top).stream()
              .map(i -> new Guess(i, classes.labels().get(i), (float) scores.probabilities()[i]))
              .toList();
      results.add(new Result(file.path().toString(), guesses));
      if (labelSource != null) {
        accuracy = accuracy.with(scores.place(truths.get(file)));
      }
      return file.path()
          + ": "
          + guesses.stream()
              .map(one -> String.format(Locale.ROOT, "%s %.3f", one.label(), one.score()))
              .collect(Collectors.joining(", "));
    }
  }
}
