package dev.riffle.check;

import dev.riffle.box.Categories;
import dev.riffle.convert.Conversion;
import dev.riffle.convert.Format;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.Reading;
import dev.riffle.file.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A look at annotated pictures that finds all that is wrong, where readers stop at the first thing
 * that they cannot read.
 */
public final class DatasetCheck {
  private DatasetCheck() {}

  /** Checks a file or folder of whatever format it seems to have. */
  public static CheckReport check(Path path, Optional<Path> pictures) throws IOException {
    return check(path, Format.of(path), Conversion.DEFAULT, pictures);
  }

  /**
   * Checks a file or folder. One that its reader refuses gives a finding of what the reader says,
   * and no summary.
   *
   * @param pictures their folder; if empty it is where the files say that it is, if they do
   * @throws IOException one line that begins with the path, if there is no such file or folder, or
   *     none of pictures
   */
  public static CheckReport check(
      Path path, Format format, Conversion conversion, Optional<Path> pictures) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(path + ": no such file or folder");
    }
    if (pictures.isPresent() && !Files.isDirectory(pictures.get())) {
      throw new IOException(pictures.get() + ": no such folder");
    }
    Findings findings = new Findings();
    Reading reading;
    try {
      if (format == Format.COCO) {
        CocoIds.check(path, findings);
      }
      reading = conversion.read(path, format);
    } catch (IOException e) {
      findings.add(Kind.UNREADABLE, e::getMessage);
      return new CheckReport(path.toString(), Optional.empty(), findings.list(), Losses.NONE);
    }
    return report(reading.dataset(), pictures.or(reading::pictures), findings, reading.losses());
  }

  /**
   * Checks a data set.
   *
   * @param pictures their folder, to look at the headers of their files; none is looked at if empty
   */
  public static CheckReport check(Dataset dataset, Optional<Path> pictures) {
    return report(dataset, pictures, new Findings(), Losses.NONE);
  }

  private static CheckReport report(
      Dataset dataset, Optional<Path> pictures, Findings findings, Losses losses) {
    new AnnotationCheck(dataset, findings).check();
    new PictureCheck(dataset, pictures, findings).check();
    Summary summary = Summary.of(dataset);
    categories(dataset.categories(), summary.categories(), findings);
    return new CheckReport(dataset.source(), Optional.of(summary), findings.list(), losses);
  }

  private static void categories(
      Categories categories, List<CategoryCount> counts, Findings findings) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < counts.size(); i++) {
      long id = categories.get(i).id();
      String place = "id " + id + " (" + FileName.shown(categories.get(i).name()) + ")";
      if (counts.get(i).annotations() == 0) {
        findings.add(Kind.CATEGORY_WITHOUT_ANNOTATIONS, () -> place);
      }
      if (first.putIfAbsent(categories.get(i).name(), i) != null) {
        findings.add(Kind.DUPLICATE_CATEGORY_NAME, () -> place);
      }
    }
  }
}
