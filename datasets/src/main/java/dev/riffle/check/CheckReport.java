package dev.riffle.check;

import dev.riffle.dataset.format.Losses;
import java.util.List;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param source the file or folder
 * @param summary what there is; empty if it cannot be read
 * @param findings errors first; empty if all is well
 * @param losses what its files say that is not looked at
 */
public record CheckReport(
    String source, Optional<Summary> summary, List<Finding> findings, Losses losses) {
  public CheckReport {
    findings = List.copyOf(findings);
  }

  /** Whether anything is wrong, not only remarkable. */
  public boolean hasErrors() {
    return findings.stream().anyMatch(it -> it.kind().severity() == Severity.ERROR);
  }
}
