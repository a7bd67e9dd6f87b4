package dev.riffle.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContestTest {
  private static final Plan SHORT = new Plan(2, 3, 0);

  @TempDir Path folder;
  private Subject subject;

  @BeforeEach
  void writeSubject() throws IOException {
    subject = Subject.of("shufflenetv2-0.5x", folder);
  }

  // Yields these numbers and keeps a diary.
  private record Diarist(String name, List<String> diary, float... numbers) implements Rival {
    @Override
    public Runner open(Subject subject, int threads) {
      return new Runner() {
        @Override
        public void run() {
          diary.add(name);
        }

        @Override
        public List<Tensor> outputs() {
          return List.of(new Tensor(numbers, 1, numbers.length, 1, 1));
        }

        @Override
        public void close() {
          diary.add(name + " closed");
        }
      };
    }
  }

  @Test
  void rivalsTakeTurns() {
    List<String> diary = new ArrayList<>();
    List<Rival> rivals = List.of(new Diarist("a", diary, 1), new Diarist("b", diary, 1));
    Result result = Contest.hold(subject, rivals, 1, SHORT);
    assertEquals("a b a a a b b b a a a b b b a closed b closed", String.join(" ", diary));
    assertTrue(result.milliseconds()[1][1][2] > 0);
    assertTrue(result.peaks()[1] > 0);
  }

  /** The real ones, and what is printed of them. */
  @Test
  void riffleAndItsRivalsAgree() {
    List<Rival> rivals = List.of(new Riffle(), new OnnxRuntime(), new OpenCvDnn());
    Result result = Contest.hold(subject, rivals, 2, SHORT);
    assertTrue(result.difference() < 1e-4, () -> "differ by " + result.difference());
    List<String> lines = result.toString().lines().toList();
    assertEquals(5, lines.size());
    assertTrue(
        lines.get(0).startsWith("shufflenetv2-0.5x, 2 threads: 0.081 GFLOP a run, "), lines.get(0));
    assertTrue(lines.get(2).startsWith(rivals.get(0).name()), lines.get(2));
  }

  @Test
  void whoeverComputesSomethingElseIsNamed() {
    assertEquals(
        "shufflenetv2-0.5x: a and b differ in output fc by 0.25 of its largest number,"
            + " expected at most 0.001",
        refusal(new float[] {1, -4}, new float[] {2, -4}));
    assertTrue(refusal(new float[] {1}, new float[] {Float.NaN}).contains("by NaN"));
    assertTrue(refusal(new float[] {1}, new float[] {1, 2}).contains("by NaN"));
  }

  private String refusal(float[] one, float[] other) {
    List<String> diary = new ArrayList<>();
    List<Rival> rivals = List.of(new Diarist("a", diary, one), new Diarist("b", diary, other));
    String message =
        assertThrows(IllegalStateException.class, () -> Contest.hold(subject, rivals, 1, SHORT))
            .getMessage();
    assertEquals("a b a closed b closed", String.join(" ", diary));
    return message;
  }
}
