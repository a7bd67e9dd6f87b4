package dev.riffle.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.box.Box;
import dev.riffle.box.Categories;
import dev.riffle.box.Detection;
import dev.riffle.coco.CocoCategories;
import dev.riffle.decode.Suppression;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.WeightFile;
import dev.riffle.experiment.Zoo;
import dev.riffle.graph.Model;
import dev.riffle.head.DetectionHead;
import dev.riffle.image.Picture;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.planar.PlanarExecutor;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole pictures, from the JPEG on, against the detections of the original program. */
class DetectionParityTest {

  private static final double THRESHOLD = 0.05;

  /** The only allowance: with a score this near the threshold rounding decides whether it stays. */
  private static final double NEAR = 1e-4;

  @ParameterizedTest
  @CsvSource({
    "nanodet-m_320, KEEP_RATIO, nanodet_m.ckpt, nanodet_m_320_keepratio",
    "nanodet-m_416, KEEP_RATIO, nanodet_m_416.ckpt, nanodet_m_416_keepratio",
    "nanodet-m_320, LETTERBOX, nanodet_m.ckpt, nanodet_m_320_letterbox",
    "nanodet-m_416, LETTERBOX, nanodet_m_416.ckpt, nanodet_m_416_letterbox",
    "nanodet-m_320, STRETCH, nanodet_m.ckpt, nanodet_m_320_stretch",
    "nanodet-m_320, KEEP_RATIO, nanodet_m_320.onnx, nanodet_m_320_keepratio"
  })
  void detectionsAreTheOriginals(String name, String fit, String weights, String reference)
      throws IOException {
    Map<Long, List<Detection>> expected =
        read(Shared.path("fixtures/nanodet/detections_" + reference + ".json"));
    List<Path> pictures = pictures();
    List<String> alone = new ArrayList<>();
    int total = 0;
    try (Detector detector = detector(name, fit, Shared.path("weights/" + weights))) {
      for (Path file : pictures) {
        long image = Long.parseLong(file.getFileName().toString().replace(".jpg", ""));
        List<Detection> theirs = expected.getOrDefault(image, List.of());
        total += theirs.size();
        List<Detection> ours;
        try (Picture picture = Picture.read(file)) {
          ours = detector.detect(picture);
        }
        for (Detection one : unmatched(theirs, ours)) {
          if (one.score() > THRESHOLD + NEAR) {
            alone.add(image + ": " + one);
          }
        }
      }
    }
    assertEquals(total, expected.values().stream().mapToInt(List::size).sum());
    assertTrue(total > 10_000, "there is something to compare: " + total);
    assertEquals(List.of(), alone, "without a counterpart on the other side");
  }

  private static List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.list(Shared.path("fixtures/coco/val"))) {
      List<Path> pictures = files.sorted().toList();
      assertEquals(120, pictures.size());
      return pictures;
    }
  }

  private static Detector detector(String name, String fit, Path weights) throws IOException {
    Experiment experiment = Zoo.read(name, List.of("input.fit=" + fit));
    DetectionHead head = (DetectionHead) experiment.head();
    Model model = FoldBatchNorm.apply(WeightFile.read(weights, experiment));
    return new Detector(
        model,
        experiment.input().preprocess(),
        head.decoder(),
        new PlanarExecutor(2),
        new Selection(THRESHOLD, new Suppression(0.6, 100), Set.of()));
  }

  /** Those of both sides that are left when each has taken at most one of the other side. */
  private static List<Detection> unmatched(List<Detection> theirs, List<Detection> ours) {
    List<Detection> free = new ArrayList<>(ours);
    List<Detection> left = new ArrayList<>();
    for (Detection one : theirs) {
      // The nearest in place of those that will do, so that no other one's partner is taken.
      Optional<Detection> partner =
          free.stream()
              .filter(other -> isSame(one, other))
              .max(Comparator.comparing(other -> one.box().intersectionOverUnion(other.box())));
      partner.ifPresentOrElse(free::remove, () -> left.add(one));
    }
    left.addAll(free);
    return left;
  }

  private static boolean isSame(Detection one, Detection other) {
    return one.category() == other.category()
        && Math.abs(one.score() - other.score()) <= 0.001
        && one.box().intersectionOverUnion(other.box()) >= 0.98;
  }

  private static Map<Long, List<Detection>> read(Path file) throws IOException {
    Categories categories = CocoCategories.DETECTION;
    Map<Long, List<Detection>> byImage = new TreeMap<>();
    for (JsonElement element : JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
      JsonObject row = element.getAsJsonObject();
      List<Float> box = new ArrayList<>();
      row.get("bbox").getAsJsonArray().forEach(number -> box.add(number.getAsFloat()));
      byImage
          .computeIfAbsent(row.get("image_id").getAsLong(), id -> new ArrayList<>())
          .add(
              new Detection(
                  new Box(box.get(0), box.get(1), box.get(0) + box.get(2), box.get(1) + box.get(3)),
                  categories.indexOfId(row.get("category_id").getAsLong()),
                  row.get("score").getAsFloat()));
    }
    return byImage;
  }
}
