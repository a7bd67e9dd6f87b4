package dev.riffle.cli.train;

import dev.riffle.box.Box;
import dev.riffle.box.Categories;
import dev.riffle.box.Detection;
import dev.riffle.box.Truths;
import dev.riffle.cli.option.ConfigOptions;
import dev.riffle.data.Datasets;
import dev.riffle.experiment.Experiment;
import dev.riffle.image.Picture;
import dev.riffle.image.draw.Drawing;
import dev.riffle.image.draw.Labelled;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.Batch;
import dev.riffle.loader.Loader;
import dev.riffle.loader.picture.PictureSet;
import dev.riffle.loader.sample.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle browse}: what a network sees in training, to look at. */
@Command(
    name = "browse",
    description = "Write what a network sees in training, with its boxes, as pictures to look at.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  riffle browse experiment.json --out samples/ --set datasets.augment.mosaic=0.5")
public final class BrowseCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CONFIG", description = "A config file that has datasets.")
  private String config;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many samples; ${DEFAULT-VALUE} if not given.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Another seed gives other samples; ${DEFAULT-VALUE} if not given.")
  private long seed;

  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new ParameterException(
          spec.commandLine(), "--count: expected 1 or more, found " + count);
    }
    Experiment experiment = options.read(config);
    Datasets datasets =
        experiment
            .datasets()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        config + ": datasets: missing, expected what is to be browsed"));
    Files.createDirectories(out);
    int classes = experiment.head().classes();
    if (datasets.isDetection()) {
      Preprocess preprocess = experiment.input().preprocess();
      PictureSet<Truths> pictures = datasets.detectionTrain(classes);
      try (Samples<Truths> samples = datasets.trainingSamples(pictures, preprocess)) {
        write(pictures, samples, preprocess, this::framed);
      }
    } else {
      Preprocess preprocess = experiment.input().normalising();
      PictureSet<Integer> pictures = datasets.classificationTrain(classes);
      try (Samples<Integer> samples =
          datasets.trainingClassSamples(pictures, experiment.input().crop(), preprocess)) {
        write(pictures, samples, preprocess, this::named);
      }
    }
    return 0;
  }

  /** Shows in a picture what is known of it, and says it in words. */
  private interface Showing<T> {
    String show(T answer, Categories categories, Picture picture);
  }

  private <T> void write(
      PictureSet<T> pictures, Samples<T> samples, Preprocess preprocess, Showing<T> showing)
      throws IOException {
    try (Loader<T> loader = new Loader<>(samples, 1, seed, 0, 1)) {
      for (int i = 0; i < count; i++) {
        Batch<T> batch = loader.next();
        Path file = out.resolve(String.format(Locale.ROOT, "%04d.png", i));
        try (Picture shown = preprocess.shown(batch.planes(0), batch.width(), batch.height())) {
          String words = showing.show(batch.answers().get(0), pictures.categories(), shown);
          shown.write(file);
          System.out.println(file + ": " + samples.name(batch.pictures()[0]) + ", " + words);
        }
      }
    }
    samples.unreadable().forEach(line -> System.out.println("left out: " + line));
  }

  private String framed(Truths truths, Categories categories, Picture picture) {
    List<Labelled> labelled = new ArrayList<>();
    Drawing drawing = new Drawing(categories);
    for (Truths.Truth truth : truths.objects()) {
      labelled.add(drawing.labelled(new Detection(truth.box(), truth.category(), Float.NaN)));
    }
    for (Box region : truths.ignored()) {
      int colour = categories.size();
      labelled.add(new Labelled(new Detection(region, 0, Float.NaN), "ignored", colour));
    }
    drawing.drawLabelled(picture, labelled);
    return truths.objects().size() + " objects, " + truths.ignored().size() + " ignored";
  }

  private String named(int label, Categories categories, Picture picture) {
    return "class " + label + ", " + categories.get(label).name();
  }
}
