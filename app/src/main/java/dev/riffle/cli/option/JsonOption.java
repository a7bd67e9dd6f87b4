package dev.riffle.cli.option;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.riffle.file.WholeFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --json FILE}: the result for machines, in a file or on standard output. */
public final class JsonOption {
  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the result as JSON; - is standard output.")
  private String target;

  public boolean isGiven() {
    return target != null;
  }

  private boolean isStandardOutput() {
    return "-".equals(target);
  }

  /** What to call the target in messages. */
  public String name() {
    return isStandardOutput() ? "standard output" : target;
  }

  /** Where to write for people: standard output, unless the JSON goes there. */
  public PrintStream people() {
    return isStandardOutput() ? System.err : System.out;
  }

  /**
   * Refuses a target that could not be written, before long work is done for it.
   *
   * @throws IOException naming the target
   */
  public void check() throws IOException {
    if (!isGiven() || isStandardOutput()) {
      return;
    }
    if (target.isEmpty()) {
      throw new IOException("--json: expected the name of a file, found an empty text");
    }
    WholeFile.check(Path.of(target));
  }

  /** Refuses a target that holds what is read, see {@link WholeFile#checkApart}. */
  public void checkApart(Path input, String what) throws IOException {
    if (isGiven() && !isStandardOutput()) {
      WholeFile.checkApart(Path.of(target), input, what);
    }
  }

  /** Writes a value as JSON, if it was asked for. */
  public void write(Object value) throws IOException {
    write(out -> out.write((JSON.toJson(value) + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes what the caller writes, if it was asked for. */
  public void write(WholeFile.Content content) throws IOException {
    if (isStandardOutput()) {
      content.writeTo(System.out);
      if (System.out.checkError()) { // a print stream keeps its failures to itself
        throw new IOException("standard output: cannot be written");
      }
    } else if (isGiven()) {
      WholeFile.write(Path.of(target), content);
    }
  }
}
