package dev.riffle.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Networks with random weights, one picture at a time, in Riffle and its rivals. */
@Command(
    name = "benchmarks/network",
    description = "Time networks in Riffle, ONNX Runtime and OpenCV, taking turns in one process.",
    showDefaultValues = true,
    mixinStandardHelpOptions = true)
final class NetworkBenchmark implements Callable<Integer> {

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "nanodet-m_320,nanodet-m_416,shufflenetv2-1.0x",
      description = "The models, by their names in configs/.")
  private List<String> models;

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,2",
      description = "The numbers of threads.")
  private List<Integer> threads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "15",
      description = "How often each takes its turn.")
  private int rounds;

  @Option(names = "--runs", paramLabel = "N", defaultValue = "20", description = "Runs in a turn.")
  private int runs;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "How long each runs before the first turn.")
  private double warmUp;

  public static void main(String[] args) {
    CommandLine line = new CommandLine(new NetworkBenchmark());
    line.setExecutionExceptionHandler(
        (e, command, given) -> {
          System.err.println(command.getCommandName() + ": " + e.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Plan plan = new Plan(rounds, runs, warmUp);
    List<Rival> rivals = List.of(new Riffle(), new OnnxRuntime(), new OpenCvDnn());
    System.out.println(Machine.described());
    Path folder = Files.createTempDirectory("riffle-benchmark");
    try {
      for (String model : models) {
        Subject subject = Subject.of(model, folder);
        for (int count : threads) {
          System.out.println();
          System.out.print(Contest.hold(subject, rivals, count, plan));
        }
      }
    } finally {
      delete(folder);
    }
    return 0;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
