package dev.riffle.cli.exchange;

import dev.riffle.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The file that a model is written to. */
final class Target {
  private Target() {}

  static boolean isSafetensors(Path file) {
    return file.toString().endsWith(".safetensors");
  }

  /** Refuses a file that could not be written, or that is the one that is read. */
  static void check(Path file, Optional<Path> read) throws IOException {
    WholeFile.check(file);
    if (read.isPresent()) {
      WholeFile.checkApart(file, read.get(), "is what is read");
    }
  }
}
