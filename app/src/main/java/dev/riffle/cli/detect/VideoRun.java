package dev.riffle.cli.detect;

import dev.riffle.box.Categories;
import dev.riffle.cli.console.Failure;
import dev.riffle.cli.console.Interruption;
import dev.riffle.cli.console.Progress;
import dev.riffle.cli.option.JsonOption;
import dev.riffle.detect.Detector;
import dev.riffle.detect.Drawn;
import dev.riffle.file.WholeFile;
import dev.riffle.image.draw.Drawing;
import dev.riffle.report.Table;
import dev.riffle.stream.DrawStage;
import dev.riffle.stream.Excerpt;
import dev.riffle.stream.FindStage;
import dev.riffle.stream.Screen;
import dev.riffle.stream.Shot;
import dev.riffle.stream.ShotLines;
import dev.riffle.stream.Shots;
import dev.riffle.stream.pipeline.Pipeline;
import dev.riffle.stream.pipeline.Timings;
import dev.riffle.track.Tracker;
import dev.riffle.track.TrackerSettings;
import dev.riffle.video.VideoFormat;
import dev.riffle.video.VideoSource;
import dev.riffle.video.read.Video;
import dev.riffle.video.write.VideoWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The video road of {@code riffle detect}: a clip, camera or stream in, a drawn clip and JSON lines
 * out.
 */
final class VideoRun implements AutoCloseable {
  private static final int WAITING = 3; // frames before each stage, enough to even them out

  private final VideoSource source;
  private final Video video;
  private final VideoOptions options;
  private final Categories categories;
  private final JsonOption json;
  private final Path clip; // null where none is written
  private final PrintStream people;

  private long written;
  private long changed = -1; // the first frame of another size
  private IOException linesFailure; // null while lines can be written

  /**
   * Opens the video and finds out where things go, before long work is done.
   *
   * @param folder where the drawn clip goes, null for nowhere
   */
  VideoRun(
      VideoSource source, VideoOptions options, Categories categories, JsonOption json, Path folder)
      throws IOException {
    this.source = source;
    this.options = options;
    this.categories = categories;
    this.json = json;
    this.people = json.people();
    this.clip = folder == null ? null : folder.resolve(source.stem() + ".mp4");
    if (source instanceof VideoSource.Clip file) {
      json.checkApart(file.path(), "is the video itself");
      if (clip != null) {
        WholeFile.checkApart(clip, file.path(), "is the video itself");
      }
    }
    this.video = Video.open(source);
    try {
      if (folder != null) {
        new Drawn(folder, List.of()); // makes the folder
      }
    } catch (IOException e) {
      video.close();
      throw e;
    }
  }

  /** Who follows things, if that is asked for. */
  private Optional<Tracker> tracker(double sure) {
    return options.isTracking()
        ? Optional.of(new Tracker(TrackerSettings.around(sure)))
        : Optional.empty();
  }

  /**
   * Finds, draws, writes, and tells of it.
   *
   * @param least what a score must exceed to be a result
   * @param sure what it must exceed to be drawn, or followed
   * @return the exit status
   */
  int run(Detector detector, double least, double sure) throws IOException {
    VideoFormat format = video.format();
    people.println(source.title() + ": " + described(format));
    boolean drops = options.dropsFrames(format.isLive());
    Excerpt excerpt = options.excerpt(); // of dropped frames nobody knows yet which they will be
    Shots shots = new Shots(video, drops ? excerpt.unlimited() : excerpt);
    Pipeline<Shot> pipeline = new Pipeline<>(WAITING, drops);
    FindStage find = new FindStage(detector, tracker(sure), least);
    DrawStage draw = new DrawStage(new Drawing(categories), sure, options.isTracking());
    long start = System.nanoTime();
    IOException[] failure = new IOException[1];
    try (Interruption interruption = new Interruption(pipeline::stop)) {
      writeLines(
          out -> {
            try {
              pass(pipeline, shots, find, draw, out);
            } catch (IOException e) {
              failure[0] = e; // what came before it is kept
            } catch (RuntimeException e) {
              failure[0] = new IOException(source.title() + ": " + Failure.line(e), e);
            }
            refuseEmpty(interruption, failure[0]);
          });
      if (interruption.hasCome()) {
        people.println("interrupted; what was written until then is whole");
      }
      tell(pipeline, (System.nanoTime() - start) / 1e9, failure[0] == null);
    }
    if (failure[0] != null) {
      throw failure[0];
    }
    return video.damaged() > 0 && !format.isLive() ? 1 : 0;
  }

  // Then no file of lines is left either, and a former one stays.
  private void refuseEmpty(Interruption interruption, IOException failure) throws IOException {
    if (linesFailure != null) {
      throw linesFailure;
    }
    if (written == 0 && failure != null) {
      throw new UncheckedIOException(failure);
    }
    if (written == 0 && !interruption.hasCome()) {
      throw new UncheckedIOException(
          new IOException(source.title() + ": no frame from --from up to --to"));
    }
  }

  private void writeLines(WholeFile.Content content) throws IOException {
    if (json.isGiven()) {
      json.write(content);
    } else if (clip != null) {
      WholeFile.write(lines(), content);
    } else {
      content.writeTo(OutputStream.nullOutputStream());
    }
  }

  private Path lines() {
    return clip.resolveSibling(source.stem() + ".jsonl");
  }

  private void pass(
      Pipeline<Shot> pipeline, Shots shots, FindStage find, DrawStage draw, OutputStream out)
      throws IOException {
    VideoFormat format = video.format();
    long limit = options.excerpt().limit();
    ShotLines lines = new ShotLines(categories);
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    try (VideoWriter drawn = clip == null ? null : VideoWriter.create(clip, drawnFormat(format));
        Screen screen =
            options.isShown()
                ? Screen.open(source.title(), format.width(), format.height(), pipeline::stop)
                : null;
        Progress progress = new Progress("frames", wanted(format))) {
      if (drawn != null && !drawn.encoding().equals("H.264")) {
        people.println(clip + ": " + drawn.encoding() + ", H.264 takes no such size here");
      }
      pipeline.run(
          shots,
          find,
          shot -> {
            if (written == limit) {
              return; // it was on its way when the last was written
            }
            write(lines, writer, out, shot);
            if (drawn != null || screen != null) {
              draw.draw(shot);
            }
            if (screen != null) {
              screen.show(shot.picture());
            }
            if (drawn != null) {
              drawn.write(shot.picture(), shot.seconds());
            }
            boolean isOther =
                shot.picture().width() != format.width()
                    || shot.picture().height() != format.height();
            changed = isOther && changed < 0 ? shot.index() : changed;
            progress.step();
            if (++written == limit) {
              pipeline.stop();
            }
          });
    }
  }

  private void write(ShotLines lines, Writer writer, OutputStream out, Shot shot)
      throws IOException {
    try {
      lines.write(writer, shot);
      writer.flush(); // whoever reads along wants it now
      if (out instanceof PrintStream print && print.checkError()) {
        throw new IOException("standard output: cannot be written");
      }
    } catch (IOException e) {
      linesFailure = e;
      throw e;
    }
  }

  private long wanted(VideoFormat format) {
    return options.excerpt().count(format.frames(), format.rate().value()).orElse(Progress.UNKNOWN);
  }

  private VideoFormat drawnFormat(VideoFormat format) {
    return format.withEvery(options.excerpt().every());
  }

  private static String described(VideoFormat format) {
    String count =
        format.isLive()
            ? "live"
            : format.frames().isPresent()
                ? format.frames().getAsLong() + " frames"
                : "length unknown";
    return String.format(
        Locale.ROOT,
        "%dx%d, %s a second, %s%s",
        format.width(),
        format.height(),
        rounded(format.rate().value()),
        count,
        format.hasAudio() ? "; its sound is dropped" : "");
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
  }

  private void tell(Pipeline<Shot> pipeline, double seconds, boolean isWhole) {
    Timings timings = pipeline.timings();
    Table table = new Table("milliseconds a frame", "p50", "p95");
    for (int stage = 0; stage < timings.names().size(); stage++) {
      table.row(
          timings.names().get(stage),
          String.format(Locale.ROOT, "%.2f", timings.milliseconds(stage, 0.5)),
          String.format(Locale.ROOT, "%.2f", timings.milliseconds(stage, 0.95)));
    }
    people.print(table);
    if (pipeline.dropped() > 0) {
      people.println(pipeline.dropped() + " frames passed over, they came too fast");
    }
    if (changed >= 0) {
      people.println(
          "the size changes at frame " + changed + "; the clip keeps the first, others fitted in");
    }
    if (video.damaged() > 0 && isWhole) {
      System.err.println(
          "riffle: "
              + source.title()
              + ": "
              + video.damaged()
              + " damaged parts passed over, frames are missing or wrong there");
    }
    String places =
        (clip == null || written == 0 ? "" : " -> " + clip)
            + (json.isGiven() ? ", " + json.name() : clip == null ? "" : ", " + lines());
    people.printf(
        Locale.ROOT,
        "%d frames in %.1f s, %.1f a second%s%n",
        written,
        seconds,
        written / seconds,
        places.startsWith(",") ? " -> " + places.substring(2) : places);
  }

  @Override
  public void close() {
    video.close();
  }
}
