package dev.riffle.cli;

import dev.riffle.cli.console.Failure;
import dev.riffle.cli.detect.ClassifyCommand;
import dev.riffle.cli.detect.DetectCommand;
import dev.riffle.cli.evaluate.DemoCommand;
import dev.riffle.cli.evaluate.EvalCommand;
import dev.riffle.cli.exchange.CheckCommand;
import dev.riffle.cli.exchange.ConvertCommand;
import dev.riffle.cli.exchange.ExportCommand;
import dev.riffle.cli.exchange.ImportCommand;
import dev.riffle.cli.network.BenchCommand;
import dev.riffle.cli.network.CompareCommand;
import dev.riffle.cli.network.GuidelinesCommand;
import dev.riffle.cli.network.ModelsCommand;
import dev.riffle.cli.network.SummaryCommand;
import dev.riffle.cli.train.BrowseCommand;
import dev.riffle.cli.train.TrainCommand;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's front door: finds the verb, and says in one line what went wrong. */
@Command(
    name = "riffle",
    description = "COCO object detection on the JVM.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "1:failed; one line on standard error says why", "2:wrong usage"})
public final class Main implements Runnable {
  private static final List<Class<?>> VERBS =
      List.of(
          DemoCommand.class,
          DetectCommand.class,
          EvalCommand.class,
          TrainCommand.class,
          ClassifyCommand.class,
          CheckCommand.class,
          ConvertCommand.class,
          SummaryCommand.class,
          CompareCommand.class,
          GuidelinesCommand.class,
          BenchCommand.class,
          ModelsCommand.class,
          ExportCommand.class,
          ImportCommand.class,
          BrowseCommand.class,
          RehearseCommand.class,
          CommandLine.HelpCommand.class);

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error arose.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  /** Runs a verb and ends the process with its exit status. */
  public static void main(String[] args) {
    ErrorStream.restore();
    System.exit(run(args));
  }

  /** Runs a verb and gives its exit status. */
  static int run(String... args) {
    PrintStream errors = System.err;
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    verbs(args).forEach(line::addSubcommand);
    line.setExpandAtFiles(false); // a file may be called @photo.jpg
    line.setParameterExceptionHandler((e, given) -> misused(errors, e));
    line.setExecutionExceptionHandler((e, command, given) -> failed(errors, e, main.verbose));
    try {
      return line.execute(args);
    } catch (Error e) { // a missing native library, too little memory
      return failed(errors, e, main.verbose);
    }
  }

  // Only the one that is meant where it comes first, since it takes long to read what each can be
  // told; help tells of all.
  private static List<Class<?>> verbs(String... args) {
    String first = args.length == 0 ? "help" : args[0];
    Optional<Class<?>> meant = VERBS.stream().filter(verb -> isNamed(verb, first)).findFirst();
    return meant
        .filter(verb -> verb != CommandLine.HelpCommand.class)
        .map(List::<Class<?>>of)
        .orElse(VERBS);
  }

  private static boolean isNamed(Class<?> verb, String name) {
    return verb.getAnnotation(Command.class).name().equals(name);
  }

  private static int misused(PrintStream errors, ParameterException e) {
    String message = e.getMessage().lines().findFirst().orElse("");
    if (e instanceof UnmatchedArgumentException unmatched) {
      message = "unknown: " + String.join(" ", unmatched.getUnmatched());
      if (!unmatched.getSuggestions().isEmpty()) {
        message += "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
      }
    }
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    errors.println("riffle: " + message + " (" + command + " --help tells more)");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(PrintStream errors, Throwable e, boolean verbose) {
    errors.println("riffle: " + Failure.line(e));
    if (verbose) {
      e.printStackTrace(errors);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"riffle " + (version == null ? "(not packed)" : version)};
    }
  }
}
