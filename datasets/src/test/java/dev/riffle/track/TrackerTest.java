package dev.riffle.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Scenes made by hand. */
class TrackerTest {
  private static final TrackerSettings SETTINGS = TrackerSettings.around(0.5);

  private final Tracker tracker = new Tracker(SETTINGS);
  private long frame;

  private static Detection at(double left, double top, double score) {
    return of(0, left, top, score);
  }

  private static Detection of(int category, double left, double top, double score) {
    Box box = new Box((float) left, (float) top, (float) left + 40, (float) top + 80);
    return new Detection(box, category, (float) score);
  }

  /** The tracks of a frame's detections, 0 for none. */
  private List<Long> see(Detection... detections) {
    List<Tracked> tracked = tracker.update(frame++, List.of(detections));
    assertEquals(
        Arrays.asList(detections), tracked.stream().map(Tracked::detection).toList(), "order");
    return tracked.stream().map(one -> one.track().orElse(0)).toList();
  }

  @Test
  void thingsKeepTheirNumbersInWhateverOrderTheyCome() {
    assertEquals(List.of(1L, 2L), see(at(0, 0, 0.9), at(200, 0, 0.8)));
    assertEquals(List.of(2L, 1L), see(at(205, 0, 0.9), at(5, 0, 0.8)));
    assertEquals(List.of(1L, 2L), see(at(10, 0, 0.9), at(210, 0, 0.8)));
  }

  @Test
  void thingsThatCrossKeepTheirNumbers() {
    for (int i = 0; i <= 40; i++) { // they meet at 200, one a little lower
      Detection right = at(100 + 5 * i, 0, 0.9);
      Detection left = at(300 - 5 * i, 20, 0.9);
      assertEquals(List.of(1L, 2L), see(right, left), "frame " + i);
    }
  }

  @Test
  void aThingHiddenForAWhileIsFoundWhereItMustBe() {
    for (int i = 0; i < 20; i++) {
      assertEquals(List.of(1L), see(at(6 * i, 0, 0.9)));
    }
    for (int i = 20; i < 35; i++) {
      assertEquals(List.of(), see());
    }
    // 90 pixels on: without motion there is no overlap with the last place seen.
    assertEquals(List.of(1L), see(at(6 * 35, 0, 0.9)));
  }

  @Test
  void aLowScoreKeepsAThingButBeginsNone() {
    assertEquals(List.of(1L), see(at(0, 0, 0.9)));
    for (int i = 0; i < 50; i++) { // longer than patience
      assertEquals(List.of(1L, 0L), see(at(i, 0, 0.2), at(300, 0, 0.2)));
    }
    assertEquals(List.of(1L), see(at(50, 0, 0.9)));
  }

  @Test
  void belowTheLowestScoreNothingIsKept() {
    see(at(0, 0, 0.9));
    assertEquals(List.of(0L), see(at(0, 0, 0.05)));
  }

  @Test
  void aLowScoreDoesNotBringBackWhatWasHidden() {
    see(at(0, 0, 0.9));
    see();
    assertEquals(List.of(0L), see(at(0, 0, 0.2)));
    assertEquals(List.of(1L), see(at(0, 0, 0.9)));
  }

  @Test
  void sureDetectionsChooseFirst() {
    see(at(0, 0, 0.9));
    // The unsure one overlaps better, and comes second all the same.
    assertEquals(List.of(0L, 1L), see(at(0, 0, 0.3), at(12, 0, 0.9)));
  }

  @Test
  void somethingNewIsBelievedWhenSeenTwice() {
    see(at(0, 0, 0.9));
    assertEquals(List.of(1L, 0L), see(at(0, 0, 0.9), at(200, 0, 0.9)));
    assertEquals(List.of(1L, 2L), see(at(0, 0, 0.9), at(202, 0, 0.9)));
    assertEquals(List.of(1L, 2L, 0L), see(at(0, 0, 0.9), at(204, 0, 0.9), at(400, 0, 0.9)));
    assertEquals(List.of(1L, 2L), see(at(0, 0, 0.9), at(206, 0, 0.9))); // a mistake, forgotten
    assertEquals(List.of(0L), see(at(400, 0, 0.9)));
    assertEquals(List.of(3L), see(at(400, 0, 0.9))); // mistakes take no numbers
  }

  @Test
  void newThingsNeedAHigherScore() {
    assertEquals(List.of(0L), see(at(0, 0, 0.55)));
    assertEquals(List.of(0L), see(at(0, 0, 0.55)));
    assertEquals(List.of(0L), see(at(0, 0, 0.6)));
    assertEquals(List.of(1L), see(at(0, 0, 0.55)));
  }

  @Test
  void afterItsTimeAThingIsForgotten() {
    see(at(0, 0, 0.9));
    for (int i = 0; i < SETTINGS.patience(); i++) {
      see();
    }
    assertEquals(List.of(1L), see(at(0, 0, 0.9)), "just in time");
    for (int i = 0; i <= SETTINGS.patience(); i++) {
      see();
    }
    assertEquals(List.of(0L), see(at(0, 0, 0.9)));
    assertEquals(List.of(2L), see(at(0, 0, 0.9)));
  }

  @Test
  void categoriesDoNotMix() {
    assertEquals(List.of(1L, 2L), see(of(0, 0, 0, 0.9), of(2, 0, 0, 0.8)));
    assertEquals(List.of(2L, 1L), see(of(2, 0, 0, 0.9), of(0, 0, 0, 0.8)));
  }

  @Test
  void passedOverFramesCount() {
    for (int i = 0; i < 20; i++) {
      see(at(6 * i, 0, 0.9));
    }
    frame += 9; // 60 pixels on
    assertEquals(List.of(1L), see(at(6 * 29, 0, 0.9)));
  }

  @Test
  void framesAscendAndSettingsMakeSense() {
    tracker.update(3, List.of());
    assertThrows(IllegalArgumentException.class, () -> tracker.update(3, List.of()));
    assertThrows(IllegalArgumentException.class, () -> TrackerSettings.around(1.1));
    assertEquals(OptionalLong.empty(), Tracked.untracked(at(0, 0, 0.9)).track());
  }
}
