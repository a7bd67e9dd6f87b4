package dev.riffle.cli.detect;

import dev.riffle.cli.console.Failure;
import dev.riffle.cli.console.Progress;
import dev.riffle.detect.Sources.Source;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;

/** Looking at pictures one by one: one that fails must not cost the others. */
final class EachPicture {
  private EachPicture() {}

  /** What is done to a picture. */
  @FunctionalInterface
  interface Look {
    /** Gives a line that tells of it. */
    String at(Source file) throws IOException;
  }

  /**
   * Refuses pictures of which none is there, before weights are fetched to look at them.
   *
   * @throws IOException one line that begins with the first
   */
  static void checkThere(List<Source> files) throws IOException {
    if (files.stream().noneMatch(file -> Files.exists(file.path()))) {
      String others = files.size() > 1 ? ", nor is any other there" : "";
      throw new FileNotFoundException(files.get(0).path() + ": no such file" + others);
    }
  }

  /**
   * Looks at all, and says of those that fail why.
   *
   * @param told takes the lines as they come
   * @param heldBack takes them instead where they would get into a bar's way
   * @return how many failed
   */
  static int look(List<Source> files, Look look, Consumer<String> told, Consumer<String> heldBack) {
    int failures = 0;
    try (Progress progress = new Progress("pictures", files.size())) {
      Consumer<String> lines = progress.isBar() ? heldBack : told;
      for (Source file : files) {
        try {
          lines.accept(look.at(file));
        } catch (IOException e) {
          failures++;
          System.err.println("riffle: " + Failure.line(e));
        } catch (RuntimeException e) {
          failures++;
          System.err.println("riffle: " + file.path() + ": " + Failure.line(e));
        }
        progress.step();
      }
    }
    return failures;
  }
}
