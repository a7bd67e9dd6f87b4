package dev.riffle.eval.match;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.AreaRange;
import dev.riffle.eval.CocoTree;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A hand-made case of the reference: data, settings and what is to come out. */
record CocoCase(
    String name, Dataset dataset, Results results, Settings settings, Expected expected) {

  /** The names of all cases that pycocotools evaluates. */
  static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (var folders = Files.list(Shared.path("coco-eval/edge"))) {
      for (Path folder : folders.sorted().toList()) {
        if (Files.exists(folder.resolve("expected.json"))) {
          names.add(folder.getFileName().toString());
        }
      }
    }
    return names;
  }

  static CocoCase read(String name) throws IOException {
    Path folder = Shared.path("coco-eval/edge").resolve(name);
    Dataset dataset = CocoTree.dataset(folder.resolve("gt.json"));
    String args = Files.readString(folder.resolve("args.txt"));
    return new CocoCase(
        name,
        dataset,
        CocoTree.results(folder.resolve("dt.json"), dataset, args.contains("--mask-area")),
        settings(args),
        Expected.read(folder.resolve("expected.json")));
  }

  private static Settings settings(String line) {
    String[] args = line.isBlank() ? new String[0] : line.trim().split("\\s+");
    IouType type = IouType.BBOX;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--iou-type")) {
        type = IouType.valueOf(args[i + 1].toUpperCase());
      }
    }
    Settings settings = Settings.coco(type);
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--iou-type" -> i++;
        case "--mask-area" -> {}
        case "--max-dets" -> settings = settings.withMaxDetections(ints(args[++i]));
        case "--area-rng" -> settings = settings.withAreas(areas(args[++i]));
        default -> throw new AssertionError("unknown argument " + args[i]);
      }
    }
    return settings;
  }

  private static int[] ints(String list) {
    String[] words = list.split(",");
    int[] ints = new int[words.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Integer.parseInt(words[i]);
    }
    return ints;
  }

  private static List<AreaRange> areas(String list) {
    List<AreaRange> areas = new ArrayList<>();
    for (String word : list.split(",")) {
      String[] part = word.split(":");
      areas.add(new AreaRange(part[0], Double.parseDouble(part[1]), Double.parseDouble(part[2])));
    }
    return areas;
  }
}
