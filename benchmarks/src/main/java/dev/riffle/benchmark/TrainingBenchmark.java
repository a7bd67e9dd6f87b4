package dev.riffle.benchmark;

import dev.riffle.experiment.Zoo;
import dev.riffle.gradient.TrainingSession;
import dev.riffle.gradient.planar.PlanarDifferentiator;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.train.optimize.Descent;
import dev.riffle.train.optimize.Gradients;
import dev.riffle.train.optimize.Groups;
import dev.riffle.train.optimize.Sgd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Steps of training: forward, backward, SGD with momentum; losses and pictures left out. */
@Command(
    name = "benchmarks/train",
    description = "Time steps of training: forward, backward, SGD with momentum.",
    showDefaultValues = true,
    mixinStandardHelpOptions = true)
final class TrainingBenchmark implements Callable<Integer> {
  private static final long SEED = 1;

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "shufflenetv2-1.0x,nanodet-m_320",
      description = "The models, by their names in configs/.")
  private List<String> models;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "Pictures that go through together.")
  private int batch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Threads that compute.")
  private int threads;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "80",
      description = "Steps of each model; the second half counts.")
  private int steps;

  public static void main(String[] args) {
    System.exit(new CommandLine(new TrainingBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    System.out.printf("%s, %d threads, batch %d%n", Machine.described(), threads, batch);
    models.forEach(this::time);
    return CommandLine.ExitCode.OK;
  }

  private void time(String name) {
    Graph graph = Zoo.read(name, List.of()).graph();
    Model model = new Model(graph, Weights.random(graph, SEED));
    try (TrainingSession session =
        new PlanarDifferentiator(threads).open(model, batch, parameter -> false)) {
      Descent descent = new Descent(new Sgd(1e-6, 0.9, false, 4e-5), Groups.NONE, session);
      Gradients gradients = new Gradients(1);
      List<Tensor> inputs = List.of(Tensor.random(batch, graph.inputs().get(0).shape(), SEED));
      List<Tensor> slopes = new ArrayList<>();
      graph.outputs().forEach(out -> slopes.add(Tensor.random(batch, out.shape(), SEED)));
      double[][] milliseconds = new double[4][steps]; // forward, backward, SGD, all
      for (int i = 0; i < steps; i++) {
        long start = System.nanoTime();
        session.forward(inputs);
        long forward = System.nanoTime();
        session.backward(slopes);
        long backward = System.nanoTime();
        gradients.add(session);
        descent.step(session, gradients, 1e-6);
        long end = System.nanoTime();
        milliseconds[0][i] = (forward - start) / 1e6;
        milliseconds[1][i] = (backward - forward) / 1e6;
        milliseconds[2][i] = (end - backward) / 1e6;
        milliseconds[3][i] = (end - start) / 1e6;
      }
      System.out.printf(
          Locale.ROOT,
          "%s: a step %.1f ms (forward %.1f, backward %.1f, SGD %.1f; least %.1f)%n",
          name,
          median(milliseconds[3]),
          median(milliseconds[0]),
          median(milliseconds[1]),
          median(milliseconds[2]),
          Arrays.stream(milliseconds[3]).min().orElseThrow());
    }
  }

  private double median(double[] all) {
    double[] second = Arrays.copyOfRange(all, steps / 2, steps);
    Arrays.sort(second);
    return second[second.length / 2];
  }
}
