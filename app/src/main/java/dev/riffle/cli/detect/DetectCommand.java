package dev.riffle.cli.detect;

import dev.riffle.box.Categories;
import dev.riffle.box.Detection;
import dev.riffle.cli.option.ExecutorOption;
import dev.riffle.cli.option.JsonOption;
import dev.riffle.cli.option.ModelOptions;
import dev.riffle.cli.option.ThreadsOption;
import dev.riffle.coco.CocoResult;
import dev.riffle.coco.CocoResults;
import dev.riffle.coco.ImageId;
import dev.riffle.decode.Suppression;
import dev.riffle.detect.Detector;
import dev.riffle.detect.Drawn;
import dev.riffle.detect.ImageIds;
import dev.riffle.detect.Selection;
import dev.riffle.detect.Sources;
import dev.riffle.detect.Sources.Source;
import dev.riffle.experiment.Experiment;
import dev.riffle.file.WholeFile;
import dev.riffle.head.DetectionHead;
import dev.riffle.image.OpenCv;
import dev.riffle.image.Picture;
import dev.riffle.image.draw.Drawing;
import dev.riffle.image.input.Preprocess;
import dev.riffle.run.Executor;
import dev.riffle.video.VideoSource;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle detect}: pictures or a video in, drawn ones and a results file out. */
@Command(
    name = "detect",
    description =
        "Find objects in pictures or a video: draws them, and writes COCO results, or JSON lines"
            + " for a video.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  riffle detect photo.jpg --model nanodet-m_320 --weights nanodet_m.ckpt",
      "  riffle detect photos/ --classes person,dog --score 0.5 --out drawn --json found.json",
      "  riffle detect \"photos/**.png\" --json -",
      "  riffle detect clip.mp4 --track --from 0:30 --to 1:00",
      "  riffle detect 0 --show",
      "  riffle detect rtsp://host/stream --every 5 --json -"
    })
public final class DetectCommand implements Callable<Integer> {
  private static final double SCORE_IN_RESULTS = 0.05;
  private static final double SCORE_IN_PICTURES = 0.35;
  private static final double LOWEST_FOLLOWED = 0.05;
  private static final Path OUT = Path.of("riffle-out");
  private static final String RESULTS = "detections.json";
  private static final int LISTED = 5;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description =
          "Pictures (jpg, png, bmp, webp, tiff), folders of them, globs; or one video: a clip, the"
              + " number of a camera, the address of a stream.")
  private List<String> sources;

  @Mixin private ModelOptions model;

  @Option(
      names = "--score",
      description =
          "What a score must exceed; by default "
              + SCORE_IN_PICTURES
              + " to be drawn and listed, "
              + SCORE_IN_RESULTS
              + " to stand in the results.")
  private Double score;

  @Option(
      names = "--nms",
      paramLabel = "OVERLAP",
      defaultValue = "0.6",
      description = "Above it the lesser of two boxes of a class goes; ${DEFAULT-VALUE}.")
  private double overlap;

  @Option(
      names = "--max",
      paramLabel = "COUNT",
      defaultValue = "100",
      description = "The most detections in a picture; ${DEFAULT-VALUE}.")
  private int most;

  @Option(names = "--classes", split = ",", description = "Only these classes, by name.")
  private List<String> classes = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where drawn pictures go; riffle-out, or nowhere if only --json or --show is given.")
  private Path out;

  @Mixin private VideoOptions video;
  @Mixin private JsonOption json;
  @Mixin private ExecutorOption executor;
  @Mixin private ThreadsOption threads;
  @Spec private CommandSpec spec;

  private Categories categories;
  private Drawing drawing;
  private Drawn drawn; // null where nothing is drawn
  private final List<CocoResult> results = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Executor ofPictures = executor.executor(threads.threads()); // early: it warms up meanwhile
    Experiment experiment = model.experiment();
    if (!(experiment.head() instanceof DetectionHead head)) {
      throw misused(experiment.name() + " is for " + experiment.task() + ", expected a detector");
    }
    categories = experiment.categoryList();
    drawing = new Drawing(categories);
    Selection selection = selection(least());
    Preprocess preprocess = experiment.input().preprocess();
    if (out != null && out.toString().isEmpty()) {
      throw misused("--out: expected a folder, found an empty text");
    }
    Path folder = out == null && !json.isGiven() && !video.isShown() ? OUT : out;
    List<VideoSource> videos =
        sources.stream().flatMap(one -> VideoSource.of(one).stream()).toList();
    if (!videos.isEmpty()) {
      if (sources.size() > 1) {
        throw misused("a video goes by itself: expected one source, found " + sources.size());
      }
      return detectVideo(experiment, head, videos.get(0), folder);
    }
    video.refuse();
    List<Source> files = Sources.find(sources, folder);
    EachPicture.checkThere(files);
    json.check();
    drawn = folder == null ? null : new Drawn(folder, files);
    refuseOriginals(files);
    OpenCv.loadMeanwhile();
    int failures;
    try (Detector detector =
        new Detector(model.load(experiment), preprocess, head.decoder(), ofPictures, selection)) {
      failures = detectAll(detector, files);
    }
    if (failures == files.size()) {
      return 1; // there are no results, and former ones stay
    }
    String place = json.name();
    if (json.isGiven()) {
      json.write(this::writeResults);
    } else {
      Path file = folder.resolve(RESULTS);
      WholeFile.write(file, this::writeResults);
      place = file.toString();
    }
    json.people().println(results.size() + " results in " + place);
    return failures == 0 ? 0 : 1;
  }

  private int detectVideo(
      Experiment experiment, DetectionHead head, VideoSource source, Path folder)
      throws IOException {
    json.check();
    refuseWeights();
    // Followed things may be half hidden, with scores below what would be a result by itself.
    double lowest = video.isTracking() ? Math.min(least(), LOWEST_FOLLOWED) : least();
    Selection selection = selection(lowest);
    video.excerpt(); // wrong usage comes first
    OpenCv.loadMeanwhile();
    double sure = score == null ? SCORE_IN_PICTURES : score;
    Preprocess preprocess = experiment.input().preprocess();
    try (VideoRun run = new VideoRun(source, video, categories, json, folder);
        Detector detector =
            new Detector(
                model.load(experiment),
                preprocess,
                head.decoder(),
                executor.executor(threads.threadsBesideOthers()),
                selection)) {
      return video.isMeasured()
          ? new VideoMeasure(source, video.excerpt(), drawing).run(detector, sure)
          : run.run(detector, least(), sure);
    }
  }

  private double least() {
    return score == null ? SCORE_IN_RESULTS : score;
  }

  private Selection selection(double least) {
    try {
      Set<Integer> wanted =
          classes.stream().map(String::strip).map(categories::indexOf).collect(Collectors.toSet());
      return new Selection(least, new Suppression(overlap, most), wanted);
    } catch (IllegalArgumentException e) {
      throw misused(e.getMessage());
    }
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void refuseOriginals(List<Source> files) throws IOException {
    for (Source file : files) {
      json.checkApart(file.path(), "is one of the pictures");
    }
    refuseWeights();
  }

  private void refuseWeights() throws IOException {
    if (model.weights().isPresent()) {
      json.checkApart(model.weights().get(), "holds the weights");
    }
  }

  private void writeResults(OutputStream to) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    CocoResults.write(writer, results);
    writer.append('\n');
    writer.flush();
  }

  /** Goes on behind a picture that fails; gives the number of those. */
  private int detectAll(Detector detector, List<Source> files) {
    ImageIds ids = ImageIds.of(files);
    if (!ids.shared().isEmpty()) {
      String more = ids.shared().size() > LISTED ? " and others" : "";
      System.err.println(
          ids.shared().stream()
                  .limit(LISTED)
                  .collect(
                      Collectors.joining(", ", "riffle: several pictures would be image ", more))
              + "; in the results they go by their names");
    }
    return EachPicture.look(
        files,
        file -> detect(detector, file, ids.of().get(file)),
        json.people()::println,
        line -> {});
  }

  /** Detects, draws, remembers the results; gives a line that tells of it. */
  private String detect(Detector detector, Source file, ImageId id) throws IOException {
    try (Picture picture = Picture.read(file.path())) {
      List<Detection> found = detector.detect(picture);
      List<CocoResult> here =
          found.stream().map(one -> CocoResult.of(id, one, categories)).toList();
      double least = score == null ? SCORE_IN_PICTURES : score;
      List<Detection> shown = found.stream().filter(one -> one.score() > least).toList();
      String line = file.path() + ": " + listed(shown);
      if (drawn != null) {
        Path target = drawn.of(file);
        drawing.draw(picture, shown);
        picture.write(target);
        line += " -> " + target;
      }
      results.addAll(here);
      return line;
    }
  }

  private String listed(List<Detection> shown) {
    String best =
        shown.stream().limit(LISTED).map(drawing::label).collect(Collectors.joining(", "));
    String count = shown.size() == 1 ? "1 object" : shown.size() + " objects";
    String more = shown.size() > LISTED ? ", ..." : "";
    return shown.isEmpty() ? count : count + " (" + best + more + ")";
  }
}
