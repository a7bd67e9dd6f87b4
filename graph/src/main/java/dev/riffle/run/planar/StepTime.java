package dev.riffle.run.planar;

import dev.riffle.graph.Node;
import dev.riffle.graph.Tensor;
import dev.riffle.run.PlaneView;
import dev.riffle.run.WarmUp;
import dev.riffle.run.planar.Program.Stage;
import dev.riffle.run.planar.step.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long one step of a program takes.
 *
 * @param nodes the nodes fused into it, in running order; empty where it only moves numbers
 * @param kind what it does: {@code convolve}, {@code slide}, {@code deal}, …
 * @param medianMs the median of its runs, in milliseconds
 */
public record StepTime(List<Node> nodes, String kind, double medianMs) {
  private static final long SEED = 1;

  public StepTime {
    nodes = List.copyOf(nodes);
  }

  /** Times a program's steps on made-up inputs, on one thread, after a warm-up. */
  static List<StepTime> measure(Program program, int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException("runs: expected 1 or more, found " + runs);
    }
    List<Timed> steps = program.stages().stream().map(stage -> new Timed(stage.step())).toList();
    double[][] milliseconds = new double[steps.size()][runs];
    try (PlanarSession session = new PlanarSession(timed(program, steps), 1)) {
      Runnable run = runOn(session, program);
      WarmUp.repeat(run);
      for (int i = 0; i < runs; i++) {
        run.run();
        for (int s = 0; s < steps.size(); s++) {
          milliseconds[s][i] = steps.get(s).nanoseconds / 1e6;
        }
      }
    }
    List<StepTime> times = new ArrayList<>();
    for (int s = 0; s < steps.size(); s++) {
      Stage stage = program.stages().get(s);
      String kind = stage.step().getClass().getSimpleName().toLowerCase(Locale.ROOT);
      times.add(new StepTime(stage.nodes(), kind, median(milliseconds[s])));
    }
    return times;
  }

  private static Program timed(Program program, List<Timed> steps) {
    List<Stage> stages = new ArrayList<>();
    for (int s = 0; s < steps.size(); s++) {
      stages.add(new Stage(steps.get(s), program.stages().get(s).nodes()));
    }
    return new Program(
        program.graph(),
        stages,
        program.inputs(),
        program.outputs(),
        program.arenaSize(),
        program.scratchSize());
  }

  // Inputs are written before every run, which overwrites them.
  private static Runnable runOn(PlanarSession session, Program program) {
    List<PlaneView> pictures =
        program.graph().inputs().stream()
            .map(input -> PlaneView.of(Tensor.random(1, input.shape(), SEED), 0))
            .toList();
    return () -> {
      for (int i = 0; i < pictures.size(); i++) {
        pictures.get(i).copyTo(session.inputs().get(i));
      }
      session.run();
    };
  }

  private static double median(double[] numbers) {
    Arrays.sort(numbers);
    return (numbers[(numbers.length - 1) / 2] + numbers[numbers.length / 2]) / 2;
  }

  /** A step that notes how long it took; one thread runs its units, in order. */
  private static final class Timed implements Step {
    private final Step step;
    private final int units;
    private long start;
    private long nanoseconds;

    Timed(Step step) {
      this.step = step;
      this.units = step.units();
    }

    @Override
    public int units() {
      return units;
    }

    @Override
    public int scratch() {
      return step.scratch();
    }

    @Override
    public void run(float[] arena, int scratch, int unit) {
      if (unit == 0) {
        start = System.nanoTime();
      }
      step.run(arena, scratch, unit);
      if (unit == units - 1) {
        nanoseconds = System.nanoTime() - start;
      }
    }
  }
}
