package dev.riffle.cli;

import dev.riffle.run.Executor;
import dev.riffle.run.ReferenceExecutor;
import dev.riffle.run.nd4j.Nd4jExecutor;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --executor}: what runs the network. */
final class ExecutorOption {
  private static final List<Executor> EXECUTORS =
      List.of(new ReferenceExecutor(), new Nd4jExecutor());

  @Option(
      names = "--executor",
      paramLabel = "NAME",
      converter = Converter.class,
      defaultValue = "reference",
      description = "What runs the network: reference (plain Java) or nd4j; ${DEFAULT-VALUE}.")
  private Executor executor;

  Executor executor() {
    return executor;
  }

  static final class Converter implements ITypeConverter<Executor> {
    @Override
    public Executor convert(String name) {
      return EXECUTORS.stream()
          .filter(executor -> executor.name().equals(name))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("expected " + names() + ", found " + name));
    }

    private static String names() {
      return EXECUTORS.stream().map(Executor::name).collect(Collectors.joining(" or "));
    }
  }
}
