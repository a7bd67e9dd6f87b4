package dev.riffle.track;

import dev.riffle.box.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Gives things numbers that they keep from frame to frame: ByteTrack. Sure detections are paired
 * with all known things first; those left over, with the unsure ones, since a low score often is a
 * thing half hidden. Only sure detections begin new things. Things are told apart by category.
 *
 * @see <a href="https://arxiv.org/abs/2110.06864">ByteTrack: Multi-Object Tracking by Associating
 *     Every Detection Box</a>
 */
public final class Tracker {
  private final TrackerSettings settings;
  private List<Track> known = new ArrayList<>(); // seen at least twice
  private List<Track> seenOnce = new ArrayList<>();
  private boolean isFirst = true;
  private long lastFrame;
  private long count;

  /** Knows nothing yet. */
  public Tracker(TrackerSettings settings) {
    this.settings = settings;
  }

  /**
   * Takes a frame's detections.
   *
   * @param frame its number, above that of the frame before; what lies between was not looked at
   * @return the same detections in the same order, each with its thing
   * @throws IllegalArgumentException if frames do not ascend
   */
  public List<Tracked> update(long frame, List<Detection> detections) {
    if (!isFirst && frame <= lastFrame) {
      throw new IllegalArgumentException(
          "expected a frame behind " + lastFrame + ", found " + frame);
    }
    double time = isFirst ? 0 : frame - lastFrame;
    lastFrame = frame;
    known.forEach(track -> track.predict(time));
    seenOnce.forEach(track -> track.predict(time));
    Track[] owner = new Track[detections.size()];
    List<Integer> sure = from(detections, settings.high(), Double.POSITIVE_INFINITY);
    List<Integer> unsure = from(detections, settings.low(), settings.high());
    List<Track> left = pair(known, detections, sure, settings.firstOverlap(), owner);
    List<Track> gone = left.stream().filter(track -> track.missed() > 0).toList();
    List<Track> present = left.stream().filter(track -> track.missed() == 0).toList();
    List<Track> hidden = pair(present, detections, unsure, settings.secondOverlap(), owner);
    List<Integer> rest = sure.stream().filter(i -> owner[i] == null).toList();
    List<Track> mistakes = pair(seenOnce, detections, rest, settings.newOverlap(), owner);
    for (Track track : seenOnce) {
      if (!mistakes.contains(track)) {
        track.name(++count);
        known.add(track);
      }
    }
    gone.forEach(Track::miss);
    hidden.forEach(Track::miss);
    known.removeIf(track -> track.missed() > settings.patience());
    begin(detections, rest, owner);
    isFirst = false;
    List<Tracked> tracked = new ArrayList<>(detections.size());
    for (int i = 0; i < owner.length; i++) {
      OptionalLong id = owner[i] == null ? OptionalLong.empty() : owner[i].id();
      tracked.add(new Tracked(detections.get(i), id));
    }
    return tracked;
  }

  // What is there from the first frame on needs no second to be believed.
  private void begin(List<Detection> detections, List<Integer> candidates, Track[] owner) {
    seenOnce = new ArrayList<>();
    for (int i : candidates) {
      if (owner[i] == null && detections.get(i).score() >= settings.fresh()) {
        OptionalLong id = isFirst ? OptionalLong.of(++count) : OptionalLong.empty();
        owner[i] = new Track(detections.get(i), id);
        (isFirst ? known : seenOnce).add(owner[i]);
      }
    }
  }

  private static List<Integer> from(List<Detection> detections, double least, double below) {
    return IntStream.range(0, detections.size())
        .filter(i -> detections.get(i).score() >= least && detections.get(i).score() < below)
        .boxed()
        .toList();
  }

  /** Pairs tracks with some of the detections; gives the tracks left over. */
  private static List<Track> pair(
      List<Track> tracks,
      List<Detection> detections,
      List<Integer> some,
      double overlap,
      Track[] owner) {
    double[][] costs = new double[tracks.size()][some.size()];
    for (int row = 0; row < tracks.size(); row++) {
      for (int column = 0; column < some.size(); column++) {
        costs[row][column] = tracks.get(row).cost(detections.get(some.get(column)));
      }
    }
    int[] columns = Assignment.solve(costs, 1 - overlap);
    List<Track> left = new ArrayList<>();
    for (int row = 0; row < columns.length; row++) {
      Track track = tracks.get(row);
      if (columns[row] < 0) {
        left.add(track);
      } else {
        int detection = some.get(columns[row]);
        owner[detection] = track;
        track.see(detections.get(detection));
      }
    }
    return left;
  }
}
