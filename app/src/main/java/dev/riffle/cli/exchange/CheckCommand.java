package dev.riffle.cli.exchange;

import dev.riffle.check.CategoryCount;
import dev.riffle.check.CheckReport;
import dev.riffle.check.DatasetCheck;
import dev.riffle.check.Finding;
import dev.riffle.check.Severity;
import dev.riffle.check.Summary;
import dev.riffle.cli.option.JsonOption;
import dev.riffle.report.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code riffle check}: what is in a data set, and what is wrong with it. */
@Command(
    name = "check",
    description =
        "Count what is in a data set (COCO, VOC, YOLO) and say what is wrong with it;"
            + " exit status 1 if anything is.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  riffle check instances_train.json --images train/")
public final class CheckCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ANNOTATIONS", description = "A COCO file, or a VOC or YOLO folder.")
  private Path annotations;

  @Option(names = "--images", paramLabel = "DIR", description = "Look at the pictures too.")
  private Path images;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    json.check();
    CheckReport report = DatasetCheck.check(annotations, Optional.ofNullable(images));
    json.write(described(report));
    PrintStream people = json.people();
    report.summary().ifPresent(summary -> people.print(table(summary)));
    for (Finding finding : report.findings()) {
      people.println(severity(finding) + ": " + finding.line());
    }
    report.losses().lines().forEach(people::println);
    if (report.hasErrors()) {
      long errors =
          report.findings().stream()
              .filter(finding -> finding.kind().severity() == Severity.ERROR)
              .mapToLong(Finding::count)
              .sum();
      System.err.println("riffle: " + annotations + ": errors found, " + errors + " in all");
      return 1;
    }
    people.println("no errors");
    return 0;
  }

  private static String severity(Finding finding) {
    return finding.kind().severity().name().toLowerCase(Locale.ROOT);
  }

  private static String table(Summary summary) {
    Table table =
        new Table("category", "images", "annotations", "crowds", "small", "medium", "large");
    for (CategoryCount row : summary.categories()) {
      table.row(
          row.category().name(),
          row.images(),
          row.annotations(),
          row.crowds(),
          row.small(),
          row.medium(),
          row.large());
    }
    return String.format(
        Locale.ROOT,
        "%d images, %d annotations: %d boxes, %d crowds, %d outlines, %d skeletons%n%s",
        summary.images(),
        summary.annotations(),
        summary.boxes(),
        summary.crowds(),
        summary.outlines(),
        summary.skeletons(),
        table);
  }

  private static Map<String, Object> described(CheckReport report) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", report.source());
    result.put("summary", report.summary().orElse(null));
    result.put("findings", report.findings().stream().map(CheckCommand::described).toList());
    result.put("notLookedAt", report.losses().lines());
    return result;
  }

  private static Map<String, Object> described(Finding finding) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("severity", severity(finding));
    result.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
    result.put("count", finding.count());
    result.put("places", List.copyOf(finding.places()));
    return result;
  }
}
