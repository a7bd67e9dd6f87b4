package dev.riffle.cli.detect;

import dev.riffle.cli.option.JsonOption;
import dev.riffle.experiment.Experiment;
import dev.riffle.imagenet.ClassList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** How verbs name a classifier's classes. */
final class ClassOptions {
  private static final List<String> BESIDE_WEIGHTS =
      List.of("class_index.json", "imagenet_class_index.json", "classes.txt");

  @Option(
      names = "--class-list",
      paramLabel = "FILE",
      description =
          "What the classes are called, a text line each (\"n01440764 tench\" or \"tench\") or"
              + " JSON; else class_index.json, imagenet_class_index.json or classes.txt beside the"
              + " weights. Riffle has no list of ImageNet's own: without one a class is \"class"
              + " 123\".")
  private Path file;

  /** Refuses a JSON target that is the list. */
  void checkApart(JsonOption json) throws IOException {
    if (file != null) {
      json.checkApart(file, "holds the classes");
    }
  }

  /** The classes of a model whose weights are in a file. */
  ClassList of(Experiment experiment, Path weights) throws IOException {
    int expected = experiment.head().classes();
    if (file != null) {
      ClassList list = ClassList.read(file);
      if (list.size() != expected) {
        throw new IOException(
            file + ": expected the " + expected + " classes of the model, found " + list.size());
      }
      return list;
    }
    for (String name : BESIDE_WEIGHTS) {
      Path beside = weights.resolveSibling(name);
      if (experiment.categories().isEmpty() && Files.isRegularFile(beside)) {
        ClassList list = ClassList.read(beside);
        if (list.size() == expected) {
          return list;
        }
        System.err.println(
            "riffle: "
                + beside
                + ": lists "
                + list.size()
                + " classes, the model has "
                + expected
                + "; passed over");
      }
    }
    return new ClassList(experiment.categoryList().names(), List.of());
  }
}
