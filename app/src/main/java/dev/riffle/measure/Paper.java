package dev.riffle.measure;

import static dev.riffle.cost.Guideline.G1;
import static dev.riffle.cost.Guideline.G2;
import static dev.riffle.cost.Guideline.G3;
import static dev.riffle.cost.Guideline.G4;

import dev.riffle.measure.Trial.Row;
import java.util.Arrays;
import java.util.List;

/**
 * The experiments as the paper made them: tables 1 to 4.
 *
 * @see <a href="https://arxiv.org/abs/1807.11164">ShuffleNet V2</a>
 */
public enum Paper {
  /**
   * Channels, and pictures a second, of its processors: an ARM, and a CPU. It has 180 channels in 8
   * groups, which cannot be; here they are 184.
   */
  CPU {
    @Override
    public List<Trial> trials() {
      return List.of(
          new Trial(
              G1,
              List.of(
                  ratio("1:1", 32, 32, 76.2, 21.7, 5.3),
                  ratio("1:2", 22, 44, 72.9, 20.5, 5.1),
                  ratio("1:6", 13, 78, 69.1, 17.9, 4.6),
                  ratio("1:12", 9, 108, 57.6, 15.1, 4.4))),
          new Trial(
              G2,
              List.of(
                  grouped(1, 64, 40.0, 10.2, 2.3),
                  grouped(2, 90, 35.0, 9.5, 2.2),
                  grouped(4, 128, 32.9, 8.7, 2.1),
                  grouped(8, 184, 27.8, 7.5, 1.8))),
          new Trial(
              G3,
              List.of(
                  series(1, 64, 40.2, 10.1, 2.3),
                  series(2, 45, 38.6, 10.1, 2.2),
                  series(4, 32, 38.4, 10.1, 2.3),
                  parallel(2, 45, 33.4, 9.1, 2.2),
                  parallel(4, 32, 35.0, 8.4, 2.1))),
          new Trial(
              G4,
              List.of(
                  bottleneck(true, true, 56.7, 16.9, 5.0),
                  bottleneck(true, false, 61.9, 18.8, 5.2),
                  bottleneck(false, true, 57.3, 18.2, 5.1),
                  bottleneck(false, false, 66.3, 20.2, 5.4))));
    }
  },
  /** Channels, and batches a second, of its GPU. */
  GPU {
    @Override
    public List<Trial> trials() {
      return List.of(
          new Trial(
              G1,
              List.of(
                  ratio("1:1", 128, 128, 1480, 723, 232),
                  ratio("1:2", 90, 180, 1296, 586, 206),
                  ratio("1:6", 52, 312, 876, 489, 189),
                  ratio("1:12", 36, 432, 748, 392, 163))),
          new Trial(
              G2,
              List.of(
                  grouped(1, 128, 2451, 1289, 437),
                  grouped(2, 180, 1725, 873, 341),
                  grouped(4, 256, 1026, 644, 338),
                  grouped(8, 360, 634, 445, 230))),
          new Trial(
              G3,
              List.of(
                  series(1, 128, 2446, 1274, 434),
                  series(2, 90, 1790, 909, 336),
                  series(4, 64, 752, 745, 349),
                  parallel(2, 90, 1537, 803, 320),
                  parallel(4, 64, 691, 572, 292))),
          new Trial(
              G4,
              List.of(
                  bottleneck(true, true, 2427, 2066, 1436),
                  bottleneck(true, false, 2647, 2256, 1735),
                  bottleneck(false, true, 2672, 2121, 1458),
                  bottleneck(false, false, 2842, 2376, 1782))));
    }
  };

  /** The four experiments in order. */
  public abstract List<Trial> trials();

  private static Row ratio(String name, int c1, int c2, double... published) {
    return row(name, c1, c2, (b, x, factor) -> Blocks.thereAndBack(b, x, c2 * factor), published);
  }

  private static Row grouped(int groups, int channels, double... published) {
    String name = groups == 1 ? "1 group" : groups + " groups";
    return row(name, channels, 0, (b, x, factor) -> Blocks.grouped(b, x, groups), published);
  }

  private static Row series(int fragments, int channels, double... published) {
    String name = fragments == 1 ? "1 fragment" : fragments + " in a row";
    return row(name, channels, 0, (b, x, factor) -> Blocks.series(b, x, fragments), published);
  }

  private static Row parallel(int fragments, int channels, double... published) {
    String name = fragments + " abreast";
    return row(name, channels, 0, (b, x, factor) -> Blocks.parallel(b, x, fragments), published);
  }

  private static Row bottleneck(boolean active, boolean shortcut, double... published) {
    String both = active && shortcut ? "ReLU, shortcut" : active ? "ReLU" : "shortcut";
    String name = active || shortcut ? both : "neither";
    return row(name, 32, 0, (b, x, factor) -> Blocks.bottleneck(b, x, active, shortcut), published);
  }

  private static Row row(
      String name, int channels, int inner, Trial.Block block, double... published) {
    List<Double> rates = Arrays.stream(published).boxed().toList();
    return new Row(name, channels, inner, block, rates);
  }
}
