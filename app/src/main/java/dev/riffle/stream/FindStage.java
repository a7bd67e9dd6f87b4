package dev.riffle.stream;

import dev.riffle.box.Detection;
import dev.riffle.detect.Detector;
import dev.riffle.stream.pipeline.Pipeline;
import dev.riffle.track.Tracked;
import dev.riffle.track.Tracker;
import java.util.List;
import java.util.Optional;

/**
 * Finds things in frames, and follows them if asked to.
 *
 * @param least what a score must exceed to be a result; what is followed is one anyway
 */
public record FindStage(Detector detector, Optional<Tracker> tracker, double least)
    implements Pipeline.Work<Shot> {

  @Override
  public Shot apply(Shot shot) {
    List<Detection> found = detector.detect(shot.picture());
    List<Tracked> tracked =
        tracker
            .map(it -> it.update(shot.index(), found))
            .orElseGet(() -> found.stream().map(Tracked::untracked).toList());
    return shot.withFound(
        tracked.stream()
            .filter(one -> one.track().isPresent() || one.detection().score() > least)
            .toList());
  }
}
