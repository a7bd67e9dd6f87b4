package dev.riffle.cli.option;

import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.Zoo;
import dev.riffle.text.Suggestion;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How verbs name an experiment and change it. */
public final class ConfigOptions {

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a key of the config, as in --set head.classes=20.")
  private List<String> changes = List.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  /** Whether the user changes anything. */
  public boolean isGiven() {
    return !changes.isEmpty();
  }

  /** Reads a named experiment or a config file, changed as asked. */
  public Experiment read(String nameOrFile) {
    if (!nameOrFile.endsWith(".json") && !Zoo.names().contains(nameOrFile)) {
      throw new ParameterException(
          verb.commandLine(),
          Suggestion.of("unknown model \"" + nameOrFile + '"', nameOrFile, Zoo.names()));
    }
    return Zoo.read(nameOrFile, changes);
  }
}
