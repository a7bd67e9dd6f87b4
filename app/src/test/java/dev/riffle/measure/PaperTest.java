package dev.riffle.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.cost.Audit;
import dev.riffle.cost.Cost;
import dev.riffle.cost.Guideline;
import dev.riffle.graph.Graph;
import dev.riffle.measure.Trial.Row;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PaperTest {

  private static Trial trial(Paper paper, Guideline guideline) {
    return paper.trials().get(guideline.ordinal());
  }

  /** The paper keeps the multiply-adds of a table's networks equal as far as whole channels go. */
  @ParameterizedTest
  @EnumSource
  void networksOfATableDoAsManyMultiplyAdds(Paper paper) {
    for (Trial trial : paper.trials()) {
      for (int factor : Trial.FACTORS) {
        double first = Cost.of(trial.rows().get(0).graph(factor, Trial.SIZE)).macs();
        for (Row row : trial.rows()) {
          double share = Cost.of(row.graph(factor, Trial.SIZE)).macs() / first;
          assertEquals(1, share, 0.06, trial.guideline() + " " + row.name());
        }
      }
    }
  }

  /**
   * Table 1: 20 convolutions of 56² · 128², of which each moves 819.2 thousand numbers and more.
   */
  @ParameterizedTest
  @CsvSource({"0, 819.2", "1, 862.9", "2, 1157.7", "3, 1483.2"})
  void theFirstTablesNetworksMoveWhatItSays(int row, double thousands) {
    Graph graph = trial(Paper.GPU, Guideline.G1).rows().get(row).graph(1, Trial.SIZE);
    assertEquals(20 * thousands, Cost.of(graph).memoryAccess() / 1e3, 20 * 0.05);
    assertEquals(20, graph.nodes().size() - 1);
  }

  /** Every network but the first of a table breaks the table's guideline and no other before it. */
  @Test
  void eachTableBreaksItsOwnGuideline() {
    for (Trial trial : Paper.CPU.trials().subList(0, 2)) {
      for (Row row : trial.rows()) {
        Audit audit = Audit.of(row.graph(1, Trial.SIZE));
        boolean first = row == trial.rows().get(0);
        assertEquals(first, audit.of(trial.guideline()).isEmpty(), row.name());
        assertEquals(audit.breaches(), audit.of(trial.guideline()), row.name());
      }
    }
    List<Integer> fragmented =
        trial(Paper.CPU, Guideline.G3).rows().stream()
            .map(row -> Audit.of(row.graph(1, Trial.SIZE)).of(Guideline.G3).size())
            .toList();
    assertEquals(List.of(0, 0, 0, 10, 10), fragmented);
    List<Integer> elementWise =
        trial(Paper.CPU, Guideline.G4).rows().stream()
            .map(row -> Audit.of(row.graph(1, Trial.SIZE)).of(Guideline.G4).size())
            .toList();
    assertEquals(List.of(40, 30, 10, 0), elementWise);
  }

  /** The slowest cell of each table against its fastest, as counted from the paper. */
  @ParameterizedTest
  @CsvSource({
    "GPU, G1, 1.98", "CPU, G1, 1.32", "GPU, G2, 3.87", "CPU, G2, 1.44",
    "GPU, G3, 3.54", "CPU, G3, 1.20", "GPU, G4, 1.17", "CPU, G4, 1.17"
  })
  void publishedRatiosAreThePapers(Paper paper, Guideline guideline, double worst) {
    Trial trial = trial(paper, guideline);
    double[] ratios =
        IntStream.range(0, trial.rows().size()).mapToDouble(r -> trial.published(r, 0)).toArray();
    assertEquals(1, ratios[0]);
    double most = IntStream.range(0, ratios.length).mapToDouble(i -> ratios[i]).max().orElseThrow();
    double least =
        IntStream.range(0, ratios.length).mapToDouble(i -> ratios[i]).min().orElseThrow();
    assertEquals(worst, most / least, 0.006);
  }

  @Test
  void anExperimentGivesATimeARowAndWidth() {
    Trial trial = trial(Paper.CPU, Guideline.G3);
    int[] turns = {0};
    TrialResult result = TrialResult.of(trial, 4, 1, 6, () -> turns[0]++);
    assertEquals(TrialResult.turns(trial, 6), turns[0]);
    assertEquals(5 * 3 * 2, turns[0]);
    assertEquals(5, result.milliseconds().size());
    for (List<Double> row : result.milliseconds()) {
      assertEquals(3, row.size());
      assertTrue(row.stream().allMatch(ms -> ms > 0), row.toString());
    }
    assertEquals(1, result.measured(0, 2));
  }
}
