package dev.riffle.stream;

import dev.riffle.image.draw.Drawing;
import dev.riffle.image.draw.Labelled;
import dev.riffle.track.Tracked;
import java.util.List;

/**
 * Draws what was found into frames: what is followed if anything is, else what is sure enough.
 *
 * @param least what a score must exceed to be drawn, where nothing is followed
 */
public record DrawStage(Drawing drawing, double least, boolean isFollowing) {

  /** Draws into the shot's picture. */
  public void draw(Shot shot) {
    drawing.drawLabelled(shot.picture(), labelled(shot.found()));
  }

  private List<Labelled> labelled(List<Tracked> found) {
    if (isFollowing) {
      return found.stream()
          .filter(one -> one.track().isPresent())
          .map(one -> drawing.numbered(one.detection(), one.track().getAsLong()))
          .toList();
    }
    return found.stream()
        .map(Tracked::detection)
        .filter(one -> one.score() > least)
        .map(drawing::labelled)
        .toList();
  }
}
