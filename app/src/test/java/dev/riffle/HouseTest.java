package dev.riffle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room may know which other, and where third-party libraries stay. */
class HouseTest {

  /** Each package, and the packages and libraries that it may import. */
  private static final Map<String, Set<String>> MAY_KNOW =
      """
      graph:
      rewrite: graph
      cost: graph
      run: graph
      run.reference: graph run
      run.nd4j: graph run org.nd4j
      run.nd4j.samediff: graph run weights.file org.nd4j
      run.planar: graph rewrite run run.planar.kernel run.planar.step
      run.planar.step: graph run run.planar.kernel
      run.planar.kernel: graph jdk.incubator.vector
      gradient: graph run gradient.reference
      gradient.reference: graph run
      gradient.kernel: run.planar.kernel jdk.incubator.vector
      gradient.planar.place: graph run.planar.step run.planar.kernel gradient.kernel
      gradient.planar.plan: graph run.planar.step run.planar.kernel gradient gradient.kernel gradient.planar.place
      gradient.planar.channel: graph run run.planar.kernel gradient.reference gradient.kernel gradient.planar.place gradient.planar.plan
      gradient.planar.window: run.planar.kernel gradient gradient.kernel gradient.planar.place gradient.planar.plan
      gradient.planar.mix: run.planar.kernel gradient.kernel gradient.planar.place gradient.planar.plan gradient.planar.window
      gradient.planar.winograd.kernel: run.planar.kernel jdk.incubator.vector
      gradient.planar.winograd: run.planar.step run.planar.kernel gradient.kernel gradient.planar.place gradient.planar.plan \
      gradient.planar.window gradient.planar.winograd.kernel
      gradient.planar: graph run run.planar gradient gradient.kernel gradient.planar.place gradient.planar.plan gradient.planar.channel \
      gradient.planar.window gradient.planar.mix gradient.planar.winograd
      weights.file: graph
      weights.torch: weights.file
      weights: graph weights.file weights.torch com.google.gson
      onnx.proto: weights.file weights
      onnx: graph run weights.file onnx.proto weights
      onnx.file: weights.file onnx.proto
      onnx.read: graph weights.file onnx.proto onnx.file weights
      ncnn: graph weights.file weights
      backbone: graph
      neck: graph
      text:
      file:
      box: text
      json: file
      mask:
      dataset: box file mask
      dataset.format: text file box dataset
      coco.value: json mask dataset
      coco.read: box json mask dataset coco.value
      coco: file box json mask dataset coco.value coco.read com.google.gson
      voc: text file box dataset dataset.format
      yolo: text file box mask dataset dataset.format image
      convert: file dataset dataset.format coco voc yolo
      check: file box json mask dataset dataset.format convert image eval
      image: box file org.opencv org.bytedeco
      image.input: box image org.opencv
      image.crop: image org.opencv
      image.draw: box image org.opencv
      imagenet: file json
      augment: box image image.input org.opencv
      loader.picture: file box dataset image imagenet
      loader.sample: box image image.input image.crop augment loader.picture
      loader: image image.input loader.sample
      shapes.draw: box mask image
      shapes: file box mask dataset coco image loader.picture shapes.draw
      track: box
      video: org.opencv org.bytedeco
      video.read: image video org.bytedeco org.opencv
      video.write: file image image.input video org.bytedeco org.opencv
      eval.numpy:
      eval: box mask dataset eval.numpy
      eval.overlap: mask dataset eval.numpy eval
      eval.match: box mask dataset eval.numpy eval eval.overlap
      analysis: box dataset eval eval.match
      analysis.compare: dataset eval eval.match analysis
      analysis.error: box dataset eval.numpy eval eval.overlap eval.match analysis
      decode: graph run box
      assign: graph box decode
      loss.term: box
      loss: graph run box decode assign loss.term
      head: graph neck box decode loss
      config.json: com.google.gson
      config: graph text config.json com.google.gson
      store: file text
      data: graph box dataset dataset.format coco voc yolo image image.input image.crop imagenet augment loader.picture loader.sample loader \
      shapes.draw shapes
      train.optimize: graph gradient
      train.schedule: graph train.optimize
      train.record: graph weights file loss com.google.gson weights.file
      experiment: graph rewrite weights.file weights onnx.read ncnn backbone neck text box coco image image.input image.crop shapes.draw shapes \
      decode head config.json config store data train.schedule com.google.gson
      train.start: graph weights backbone neck head config store train.schedule config.json experiment weights.file
      detect: graph run box coco image image.input decode
      classify: graph run image image.input image.crop
      train.task: graph rewrite run box dataset image image.input image.crop imagenet loader.picture loader.sample loader eval eval.match decode \
      loss head data train.record experiment detect classify
      train: graph run gradient image image.input loader.sample loader loss head config data train.optimize train.schedule train.record experiment \
      train.start train.task
      stream.pipeline:
      stream: box coco image image.draw track video video.read detect stream.pipeline com.google.gson
      report:
      measure: graph cost rewrite run run.planar report
      cli.console: store me.tongfei.progressbar
      cli.option: graph rewrite run run.nd4j run.planar run.reference text file store experiment cli.console com.google.gson picocli
      cli.detect: run file box coco image image.input image.crop image.draw imagenet track video video.read video.write decode head experiment \
      detect classify stream.pipeline stream report cli.console cli.option picocli
      cli.evaluate: graph rewrite run run.planar file box dataset coco image image.input image.draw shapes.draw shapes eval eval.match analysis \
      analysis.compare analysis.error decode head store experiment detect report cli.console cli.option picocli
      cli.network: graph rewrite cost run run.planar store experiment report measure cli.console cli.option com.sun.management picocli
      cli.exchange: graph rewrite run.nd4j.samediff weights onnx file dataset dataset.format convert check decode head experiment report cli.option \
      picocli
      cli.train: run.planar gradient.planar box image image.input image.draw loader.picture loader.sample loader loss store data experiment \
      train.start train cli.console cli.option picocli
      cli: graph rewrite cost run run.reference run.nd4j run.nd4j.samediff run.planar gradient.planar weights onnx text file box dataset coco \
      convert check image image.crop imagenet loader shapes track video video.write eval analysis decode loss head config store data experiment \
      train.start detect classify train stream report measure cli.console cli.detect cli.evaluate cli.network cli.exchange cli.train picocli \
      com.google.gson com.sun.management me.tongfei.progressbar
      benchmark: graph run run.planar rewrite cost onnx experiment gradient gradient.planar train.optimize image report ai.onnxruntime org.opencv jdk.incubator.vector picocli
      """
          .lines()
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.indexOf(':')),
                  line ->
                      Arrays.stream(line.substring(line.indexOf(':') + 1).split(" "))
                          .filter(word -> !word.isEmpty())
                          .collect(Collectors.toSet()),
                  (a, b) -> a,
                  LinkedHashMap::new));

  private static final Pattern IMPORT =
      Pattern.compile(
          "^import (?:static )?([a-z0-9_]+(?:\\.[a-z0-9_]+)*)(?:\\.[A-Z*].*)?;$",
          Pattern.MULTILINE);

  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module :
        List.of("graph", "backbone", "neck", "datasets", "head", "app", "benchmarks")) {
      try (Stream<Path> walk = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        walk.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files;
  }

  private static String packageOf(Path file) {
    String path = file.getParent().toString().replace('\\', '/');
    return path.substring(path.indexOf("dev/riffle/") + 11).replace('/', '.');
  }

  /** A package, or a type of a lower-case name, that code names without importing it. */
  private static final Pattern IN_FULL =
      Pattern.compile(
          "(?<![\\w.])(?:(?:dev|org|com|me|io|net)(?:SEGMENT)+|picocli(?:SEGMENT)*)(?=\\s*\\.)"
              .replace("SEGMENT", "\\s*\\.\\s*[a-z][a-z0-9_]*+"));

  /** Comments, texts, and the lines above the types. */
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'"
              + "|^(?:package|import) [^;]*;",
          Pattern.DOTALL | Pattern.MULTILINE);

  /** All packages that a file's imports name, and what its code names in full. */
  private static Set<String> named(String source) {
    Set<String> names = new TreeSet<>();
    Matcher imports = IMPORT.matcher(source);
    while (imports.find()) {
      names.add(imports.group(1));
    }
    Matcher inFull = IN_FULL.matcher(NOT_CODE.matcher(source).replaceAll(" "));
    while (inFull.find()) {
      names.add(inFull.group().replaceAll("\\s", ""));
    }
    return names;
  }

  private static boolean mayKnow(String room, String name) {
    Set<String> known = MAY_KNOW.getOrDefault(room, Set.of());
    return name.startsWith("java.")
        || name.startsWith("javax.")
        || name.equals("dev.riffle." + room)
        || (name.startsWith("dev.riffle.")
            ? known.contains(name.substring("dev.riffle.".length()))
            : known.stream().anyMatch(library -> (name + ".").startsWith(library + ".")));
  }

  @Test
  void arrowsRunOneWayAndLibrariesStayAtTheRim() throws IOException {
    Set<String> breaches = new TreeSet<>();
    for (Path file : sources()) {
      String room = packageOf(file);
      for (String name : named(Files.readString(file))) {
        if (!mayKnow(room, name)) {
          breaches.add(room + " -> " + name + " (" + file.getFileName() + ")");
        }
      }
    }
    assertEquals(Set.of(), breaches);
  }

  @Test
  void namesWrittenInFullAreSeen() {
    String source =
        """
        package dev.riffle.box;
        import static java.util.Map.entry;
        import org.opencv.core.*;
        import org.bytedeco.opencv.opencv_java;
        /** See org.bytedeco.Hidden. */
        class A { // com.google.gson.Gson
          String text = "a \\" // org.bytedeco.Hidden \\\\" + '"' + new dev.riffle.run.Walk();
          Object a = org.nd4j.linalg.factory.Nd4j.rand(1), b = this.node.field.X, c = head.Y;
          Object c = org.bytedeco.javacpp.small.class, d = picocli.CommandLine.class, e = '\\'' + com.google
              .gson.Gson.NAME + "org.bytedeco.Hidden" + x.dev.riffle.cli.Main;
        }
        """;
    assertEquals(
        Set.of(
            "java.util",
            "org.opencv.core",
            "org.bytedeco.opencv.opencv_java",
            "org.bytedeco.javacpp.small",
            "dev.riffle.run",
            "org.nd4j.linalg.factory",
            "picocli",
            "com.google.gson"),
        named(source));
  }

  @Test
  void everyRoomIsListedAndSaysWhatItIs() throws IOException {
    Set<String> rooms = sources().stream().map(HouseTest::packageOf).collect(Collectors.toSet());
    assertEquals(MAY_KNOW.keySet(), rooms);
    for (Path file : sources()) {
      assertTrue(Files.exists(file.resolveSibling("package-info.java")), file.toString());
    }
  }

  @Test
  void theListItselfHasNoCircle() {
    Set<String> placed = new TreeSet<>();
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Map.Entry<String, Set<String>> room : MAY_KNOW.entrySet()) {
        boolean rests =
            room.getValue().stream().filter(MAY_KNOW::containsKey).allMatch(placed::contains);
        moved |= rests && placed.add(room.getKey());
      }
    }
    assertEquals(MAY_KNOW.keySet(), placed);
  }

  @Test
  void filesStaySmallUnlessTheyExplainThemselves() throws IOException {
    Set<String> explained = Set.of("Op.java", "PickleReader.java", "JsonCursor.java");
    for (Path file : sources()) {
      boolean explains = explained.contains(file.getFileName().toString());
      long lines = Files.readString(file).lines().count();
      assertTrue(explains || lines <= 300, file + " has " + lines + " lines");
    }
  }
}
