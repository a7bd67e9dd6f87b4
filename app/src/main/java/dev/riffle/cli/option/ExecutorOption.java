package dev.riffle.cli.option;

import dev.riffle.run.Executor;
import dev.riffle.run.nd4j.Nd4jExecutor;
import dev.riffle.run.planar.PlanarExecutor;
import dev.riffle.run.reference.ReferenceExecutor;
import java.util.function.IntFunction;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --executor}: what runs the network. */
public final class ExecutorOption {

  @Option(
      names = "--executor",
      paramLabel = "NAME",
      converter = Converter.class,
      defaultValue = "planar",
      description =
          "What runs the network: planar (fast), nd4j or reference (plain loops); ${DEFAULT-VALUE}.")
  private IntFunction<Executor> executor;

  /** The executor, on so many threads if it can use them. */
  public Executor executor(int threads) {
    return executor.apply(threads);
  }

  static final class Converter implements ITypeConverter<IntFunction<Executor>> {
    @Override
    public IntFunction<Executor> convert(String name) {
      return switch (name) {
        case "planar" -> PlanarExecutor::new;
        case "nd4j" -> threads -> new Nd4jExecutor();
        case "reference" -> threads -> new ReferenceExecutor();
        default ->
            throw new TypeConversionException("expected planar, nd4j or reference, found " + name);
      };
    }
  }
}
