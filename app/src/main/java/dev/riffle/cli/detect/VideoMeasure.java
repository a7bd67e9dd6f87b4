package dev.riffle.cli.detect;

import dev.riffle.detect.Detector;
import dev.riffle.image.draw.Drawing;
import dev.riffle.report.Table;
import dev.riffle.stream.DrawStage;
import dev.riffle.stream.Excerpt;
import dev.riffle.stream.FindStage;
import dev.riffle.stream.Shot;
import dev.riffle.stream.Shots;
import dev.riffle.stream.pipeline.Pipeline;
import dev.riffle.video.VideoSource;
import dev.riffle.video.read.Video;
import dev.riffle.video.write.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How fast the stages of a video's detection are, each alone and all together. */
final class VideoMeasure {
  private static final int RUNS = 3;
  private static final int KEPT = 100; // frames for the stages that need none read
  private static final int WAITING = 3;

  private final VideoSource source;
  private final Excerpt excerpt;
  private final Drawing drawing;

  /** Frames a second. */
  private interface Rate {
    double measure() throws IOException;
  }

  VideoMeasure(VideoSource source, Excerpt excerpt, Drawing drawing) {
    this.source = source;
    this.excerpt = excerpt;
    this.drawing = drawing;
  }

  int run(Detector detector, double sure) throws IOException {
    FindStage find = new FindStage(detector, Optional.empty(), 0);
    DrawStage draw = new DrawStage(drawing, sure, false);
    Path folder = Files.createTempDirectory("riffle");
    Path clip = folder.resolve("measured.mp4");
    List<Shot> shots = kept(find);
    try {
      whole(find, draw, clip); // warms up
      double[] alone = {
        median(this::decoded),
        median(() -> detected(find, shots)),
        median(() -> drawn(draw, shots, clip))
      };
      double whole = median(() -> whole(find, draw, clip));
      Table table = new Table("frames a second", "");
      table.row("decode alone", rounded(alone[0]));
      table.row("detect alone", rounded(alone[1]));
      table.row("draw and encode alone", rounded(alone[2]));
      table.row("all together", rounded(whole));
      double slowest = Arrays.stream(alone).min().orElseThrow();
      table.row("all together over the slowest alone", rounded(100 * whole / slowest) + "%");
      System.out.print(table);
      return 0;
    } finally {
      shots.forEach(Shot::close);
      Files.deleteIfExists(clip);
      Files.delete(folder);
    }
  }

  private static double median(Rate rate) throws IOException {
    double[] rates = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      rates[run] = rate.measure();
    }
    Arrays.sort(rates);
    return rates[RUNS / 2];
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static double rate(long frames, long start) {
    return frames / ((System.nanoTime() - start) / 1e9);
  }

  private List<Shot> kept(FindStage find) throws IOException {
    List<Shot> kept = new ArrayList<>();
    try (Video video = Video.open(source)) {
      Shots shots = new Shots(video, excerpt);
      for (Shot shot = shots.next(); shot != null; shot = shots.next()) {
        kept.add(find.apply(shot));
        if (kept.size() == KEPT) {
          break;
        }
      }
    }
    return kept;
  }

  private double decoded() throws IOException {
    long frames = 0;
    long start = System.nanoTime();
    try (Video video = Video.open(source)) {
      Shots shots = new Shots(video, excerpt);
      for (Shot shot = shots.next(); shot != null; shot = shots.next()) {
        shot.close();
        frames++;
      }
    }
    return rate(frames, start);
  }

  private static double detected(FindStage find, List<Shot> shots) {
    long start = System.nanoTime();
    shots.forEach(find::apply);
    return rate(shots.size(), start);
  }

  private double drawn(DrawStage draw, List<Shot> shots, Path clip) throws IOException {
    try (Video video = Video.open(source)) {
      long start = System.nanoTime();
      try (VideoWriter writer = VideoWriter.create(clip, video.format())) {
        for (Shot shot : shots) {
          draw.draw(shot);
          writer.write(shot.picture(), shot.seconds());
        }
      }
      return rate(shots.size(), start);
    }
  }

  private double whole(FindStage find, DrawStage draw, Path clip) throws IOException {
    long start = System.nanoTime();
    try (Video video = Video.open(source)) {
      long frames = passed(video, find, draw, clip);
      return rate(frames, start);
    }
  }

  private long passed(Video video, FindStage find, DrawStage draw, Path clip) throws IOException {
    try (VideoWriter writer = VideoWriter.create(clip, video.format())) {
      Pipeline<Shot> pipeline = new Pipeline<>(WAITING, false);
      pipeline.run(
          new Shots(video, excerpt),
          find,
          shot -> {
            draw.draw(shot);
            writer.write(shot.picture(), shot.seconds());
          });
      return writer.frames();
    }
  }
}
