package dev.riffle.cli.detect;

import dev.riffle.stream.Excerpt;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What is asked of videos only. */
final class VideoOptions {
  private static final List<String> NAMES =
      List.of("--every", "--from", "--to", "--limit", "--track", "--show", "--drop", "--measure");

  @Option(names = "--every", paramLabel = "N", description = "Video: only each N-th frame.")
  private Long every;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Video: from this time on, in seconds or as 1:02:03.")
  private Double from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Video: up to this time.")
  private Double to;

  @Option(names = "--limit", paramLabel = "N", description = "Video: at most N frames.")
  private Long limit;

  @Option(
      names = "--track",
      description = "Video: number things, and keep the numbers from frame to frame (ByteTrack).")
  private boolean track;

  @Option(names = "--show", description = "Video: open a window; closing it ends the run.")
  private boolean show;

  @Option(
      names = "--drop",
      negatable = true,
      description =
          "Video: pass over frames that come too fast, the newest wins; the way of cameras and"
              + " live streams. Of files none is lost, unless asked for.")
  private Boolean drop;

  @Option(
      names = "--measure",
      hidden = true,
      description = "Video: how fast each stage is alone, and all together.")
  private boolean measure;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  /** Refuses them where the sources are pictures. */
  void refuse() {
    for (ArgSpec given : verb.commandLine().getParseResult().matchedArgs()) {
      if (given instanceof OptionSpec option
          && NAMES.contains(option.longestName().replace("--no-", "--"))) {
        throw misused(option.longestName() + " is for videos, the sources are pictures");
      }
    }
  }

  /** Which frames are wanted. */
  Excerpt excerpt() {
    try {
      return new Excerpt(
          every == null ? Excerpt.ALL.every() : every,
          from == null ? Excerpt.ALL.from() : from,
          to == null ? Excerpt.ALL.to() : to,
          limit == null ? Excerpt.ALL.limit() : limit);
    } catch (IllegalArgumentException e) {
      throw misused(e.getMessage());
    }
  }

  boolean isTracking() {
    return track;
  }

  boolean isShown() {
    return show;
  }

  boolean isMeasured() {
    return measure;
  }

  boolean dropsFrames(boolean isLive) {
    return drop == null ? isLive : drop;
  }

  private ParameterException misused(String message) {
    return new ParameterException(verb.commandLine(), message);
  }

  /** {@code 90}, {@code 1:30} or {@code 0:01:30.5}. */
  static final class Seconds implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      if (!text.matches("(\\d+:)?(\\d+:)?\\d+(\\.\\d+)?")) {
        throw new TypeConversionException(
            "expected seconds or hours:minutes:seconds, found " + text);
      }
      double seconds = 0;
      for (String part : text.split(":")) {
        seconds = 60 * seconds + Double.parseDouble(part);
      }
      return seconds;
    }
  }
}
