package dev.riffle.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder of external test data, {@code ../shared} seen from the repository's root. */
public final class Shared {
  private Shared() {}

  /**
   * A file or folder in it. Where the folder is absent the calling test is skipped, saying so;
   * where only the file is absent it fails.
   */
  public static Path path(String relative) {
    Path folder = folder();
    Assumptions.assumeTrue(
        folder != null, "skipped: the test data folder ../shared is absent, needed " + relative);
    Path path = folder.resolve(relative);
    if (!Files.exists(path)) {
      throw new AssertionError("expected test data at " + path);
    }
    return path;
  }

  // RIFFLE_SHARED names another place for it, for checkouts that do not stand beside it.
  private static Path folder() {
    String elsewhere = System.getenv("RIFFLE_SHARED");
    if (elsewhere != null) {
      return Path.of(elsewhere);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("../shared").normalize();
      if (Files.isDirectory(candidate.resolve("fixtures"))) {
        return candidate;
      }
    }
    return null;
  }
}
