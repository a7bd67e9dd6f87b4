package dev.riffle.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.augment.ClassificationAugmentation;
import dev.riffle.augment.DetectionAugmentation;
import dev.riffle.augment.Geometry;
import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.config.Config;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.Zoo;
import dev.riffle.image.Picture;
import dev.riffle.loader.Batch;
import dev.riffle.loader.Loader;
import dev.riffle.loader.picture.PictureSet;
import dev.riffle.loader.sample.Samples;
import dev.riffle.loader.sample.Unreadable;
import dev.riffle.voc.Difficult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  private static final String COCO =
      "{\"type\": \"Coco\", \"annotations\": \"gt.json\", \"images\": \"val\"}";

  @TempDir Path folder;

  private Experiment read(String base, String datasets) throws IOException {
    Path file = folder.resolve("x.json");
    Files.writeString(file, "{\"base\": \"" + base + "\", \"datasets\": " + datasets + "}");
    return Zoo.read(file.toString(), List.of());
  }

  private String refusal(String base, String datasets) {
    return assertThrows(RuntimeException.class, () -> read(base, datasets)).getMessage();
  }

  @Test
  void whatIsLeftOutHasDefaults() throws IOException {
    Experiment experiment =
        read(
            "nanodet-m_416",
            "{\"train\": "
                + COCO
                + ", \"val\": {\"type\": \"Voc\", \"annotations\": \"VOC2012\"}, \"augment\":"
                + " {\"type\": \"DetectionAugmentation\", \"geometry\": {\"scale\": [1, 2]}}}");
    Geometry usual = Geometry.DEFAULT;
    DetectionAugmentation augmentation =
        new DetectionAugmentation(
            Optional.of(new Geometry(List.of(1.0, 2.0), usual.stretch(), 0, 0, 0.2, 0.5)),
            DetectionAugmentation.DEFAULT.colour(),
            0,
            0,
            List.of(),
            2,
            0.1);
    assertEquals(
        new Datasets(
            new Coco("gt.json", "val"),
            Optional.of(new Voc("VOC2012", Optional.empty(), Optional.empty(), Difficult.CROWD)),
            Optional.of(augmentation),
            Unreadable.FAIL,
            false),
        experiment.datasets().orElseThrow());
    String text = Config.toText(experiment, Experiment.class);
    assertTrue(text.contains("\"leastShare\": 0.1"), text);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    String folders = "{\"type\": \"ImageFolder\", \"images\": \"val\"}";
    String mixed = refusal("nanodet-m_320", "{\"train\": " + COCO + ", \"val\": " + folders + "}");
    assertTrue(
        mixed.endsWith(
            "datasets: val: ImageFolder does not go with Coco in train, one is for detection and"
                + " one for classification"),
        mixed);
    String head = refusal("shufflenetv2-1.0x", "{\"train\": " + COCO + "}");
    assertTrue(head.endsWith("datasets: Coco is not for a Classifier"), head);
    String range =
        refusal(
            "nanodet-m_320",
            "{\"train\": "
                + COCO
                + ", \"augment\": {\"type\": \"DetectionAugmentation\", \"mosaic\": 2}}");
    assertTrue(range.endsWith("mosaic: expected 0.0 to 1.0, found 2.0"), range);
    String key =
        refusal(
            "nanodet-m_320",
            "{\"train\": "
                + COCO
                + ", \"augment\": {\"type\": \"DetectionAugmentation\", \"mosiac\": 1}}");
    assertTrue(key.contains("unknown key") && key.contains("mosaic"), key);
  }

  private void picture(String name, int grey) throws IOException {
    byte[] bgr = new byte[3 * 40 * 30];
    Arrays.fill(bgr, (byte) grey);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (Picture picture = Picture.of(40, 30, bgr)) {
      picture.write(file);
    }
  }

  @Test
  void anotherNumberOfClassesIsRefusedWithBoth() throws IOException {
    Path gt = folder.resolve("gt.json");
    Files.writeString(
        gt,
        """
        {"images": [{"id": 1, "file_name": "1.png", "width": 40, "height": 30}],
         "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}],
         "annotations": []}
        """);
    Datasets datasets =
        new Datasets(
            new Coco(gt.toString(), folder.toString()),
            Optional.of(new Coco(gt.toString(), folder.toString())),
            Optional.empty(),
            Unreadable.FAIL,
            false);
    String message =
        assertThrows(IOException.class, () -> datasets.detectionTrain(80)).getMessage();
    assertEquals(gt + ": datasets.train has 2 categories, head.classes is 80", message);
    PictureSet<Truths> train = datasets.detectionTrain(2);
    assertEquals(1, datasets.detectionVal(train.categories()).orElseThrow().size());
    String other =
        assertThrows(IOException.class, () -> datasets.detectionVal(Categories.numbered(3)))
            .getMessage();
    assertTrue(other.contains("3 with the same ids and names in the same order, found 2"), other);
  }

  @Test
  void foldersAreClasses() throws IOException {
    picture("train/n02/b.png", 20);
    picture("train/n01/a.png", 10);
    picture("train/n02/deeper.png", 30);
    ImageFolder images =
        new ImageFolder(folder.resolve("train").toString(), Optional.empty(), Optional.empty());
    PictureSet<Integer> pictures = images.read(Optional.empty());
    assertEquals(List.of("n01", "n02"), pictures.categories().names());
    assertEquals(List.of(0, 1, 1), List.of(0, 1, 2).stream().map(pictures::answer).toList());

    Datasets datasets =
        new Datasets(
            images,
            Optional.empty(),
            Optional.of(ClassificationAugmentation.DEFAULT),
            Unreadable.FAIL,
            true);
    Experiment classifier = Zoo.read("shufflenetv2-1.0x", List.of());
    try (Samples<Integer> samples =
            datasets.trainingClassSamples(
                pictures, classifier.input().crop(), classifier.input().normalising());
        Loader<Integer> loader = new Loader<>(samples, 3, 0, 0, 2)) {
      Batch<Integer> batch = loader.next();
      assertEquals(3 * 3 * 224 * 224, batch.pixels().length);
      for (int i = 0; i < 3; i++) {
        assertEquals(pictures.answer(batch.pictures()[i]), batch.answers().get(i));
        // A picture of one grey has no contrast and no colour to change, only its light.
        float mean = classifier.input().mean().get(0);
        float std = classifier.input().std().get(0);
        int grey = 10 * (batch.pictures()[i] + 1);
        float sample = batch.pixels()[i * 3 * 224 * 224 + 999] * std + mean;
        assertTrue(sample >= 0.6 * grey - 0.01 && sample <= 1.4 * grey + 0.01, "" + sample);
      }
    }
  }

  @Test
  void labelsMayStandInAFile() throws IOException {
    picture("flat/a.png", 1);
    picture("flat/b.png", 2);
    Path labels = Files.writeString(folder.resolve("labels.txt"), "a.png n00000009\nb.png 0\n");
    Path classes = Files.writeString(folder.resolve("c.txt"), "n00000001 cat\nn00000009 dog\n");
    PictureSet<Integer> pictures =
        new ImageFolder(
                folder.resolve("flat").toString(),
                Optional.of(labels.toString()),
                Optional.of(classes.toString()))
            .read(Optional.empty());
    assertEquals(1, pictures.answer(0));
    assertEquals(0, pictures.answer(1));
    assertEquals("dog", pictures.categories().get(1).name());
  }
}
