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
      run.nd4j: graph run org.nd4j
      run.nd4j.samediff: graph run weights org.nd4j
      run.planar: graph rewrite run run.planar.kernel run.planar.step
      run.planar.step: graph run run.planar.kernel
      run.planar.kernel: graph jdk.incubator.vector
      gradient: graph run gradient.reference
      gradient.reference: graph run
      gradient.kernel: run.planar.kernel jdk.incubator.vector
      gradient.winograd.kernel: run.planar.kernel jdk.incubator.vector
      gradient.winograd: run.planar.kernel gradient.winograd.kernel
      gradient.planar: graph run run.planar run.planar.step run.planar.kernel gradient gradient.reference gradient.kernel gradient.winograd gradient.winograd.kernel
      weights: graph com.google.gson
      onnx.proto: weights
      onnx: graph run weights onnx.proto
      onnx.read: graph weights onnx.proto
      ncnn: graph weights
      backbone: graph
      neck: graph
      text:
      file:
      box: text
      json:
      mask:
      dataset: box file mask
      coco: box file json dataset mask com.google.gson
      voc: box dataset file text
      yolo: box dataset file image text
      convert: coco dataset voc yolo
      check: box coco convert dataset file image json mask
      image: box file org.opencv org.bytedeco
      image.crop: image org.opencv
      imagenet: file json
      augment: box image org.opencv
      loader: augment box dataset image image.crop imagenet
      shapes: box coco dataset file image loader mask
      track: box
      video: file image org.opencv org.bytedeco
      eval: box dataset mask
      analysis: box dataset eval mask
      decode: graph run box
      assign: graph box decode
      loss.term: box
      loss: graph run box decode assign loss.term
      head: graph neck box decode loss
      config: graph text com.google.gson
      store: file text
      data: graph box coco voc yolo dataset image image.crop imagenet augment loader shapes
      train.optimize: graph gradient
      train.schedule: graph train.optimize
      train.record: graph weights file loss com.google.gson
      experiment: data graph rewrite weights onnx.read ncnn backbone neck decode head box coco shapes image image.crop config store text train.schedule \
      com.google.gson
      train.start: graph weights backbone neck head config store experiment train.schedule
      detect: graph run decode box coco image
      classify: graph run image image.crop
      train: graph gradient rewrite run box dataset data loader loss head decode image image.crop imagenet eval config experiment detect classify \
      train.optimize train.schedule train.record train.start
      stream: box coco detect image track video com.google.gson
      report:
      measure: graph cost rewrite run run.planar report
      cli: dataset eval analysis check convert graph cost run run.nd4j run.planar rewrite onnx decode head weights box coco image image.crop imagenet \
      file experiment detect classify stream track video config store report measure text com.google.gson com.sun.management picocli \
      me.tongfei.progressbar run.nd4j.samediff data loader shapes gradient.planar loss train train.start
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
