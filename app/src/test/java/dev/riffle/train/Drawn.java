package dev.riffle.train;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small data sets and configurations, drawn for tests. */
public final class Drawn {
  private static final Color[] COLOURS = {Color.RED, Color.GREEN, Color.BLUE};

  private Drawn() {}

  /**
   * Pictures of one colour each, with noise, in folders {@code red}, {@code green}, {@code blue}.
   */
  public static Path colours(Path folder, int ofEach, long seed) throws IOException {
    String[] names = {"red", "green", "blue"};
    Random random = new Random(seed);
    for (int c = 0; c < names.length; c++) {
      Path of = Files.createDirectories(folder.resolve(names[c]));
      for (int i = 0; i < ofEach; i++) {
        save(scene(32, COLOURS[c], null, random), of.resolve(i + ".png"));
      }
    }
    return folder;
  }

  /** Pictures with a white box each, or none, and {@code boxes.json}, which is in COCO's format. */
  public static Path boxes(Path folder, int count, long seed) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(seed);
    StringBuilder images = new StringBuilder();
    StringBuilder annotations = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      int width = 16 + random.nextInt(24);
      int height = 16 + random.nextInt(24);
      int[] box = {random.nextInt(64 - width), random.nextInt(64 - height), width, height};
      boolean isEmpty = i % 5 == 0;
      save(scene(64, Color.DARK_GRAY, isEmpty ? null : box, random), folder.resolve(i + ".png"));
      images.append(images.isEmpty() ? "" : ",");
      images.append(
          "{\"id\": %d, \"file_name\": \"%d.png\", \"width\": 64, \"height\": 64}".formatted(i, i));
      if (!isEmpty) {
        annotations.append(annotations.isEmpty() ? "" : ",");
        annotations.append(
            """
            {"id": %d, "image_id": %d, "category_id": %d, "iscrowd": 0, "area": %d,
             "bbox": [%d, %d, %d, %d]}
            """
                .formatted(
                    i, i, width > height ? 1 : 2, width * height, box[0], box[1], width, height));
      }
    }
    return Files.writeString(
        folder.resolve("boxes.json"),
        """
        {"images": [%s], "annotations": [%s],
         "categories": [{"id": 1, "name": "wide"}, {"id": 2, "name": "tall"}]}
        """
            .formatted(images, annotations));
  }

  /** A configuration of a small detector for {@link #boxes}. */
  public static Path detector(Path file, Path train, Path val) throws IOException {
    return Files.writeString(
        file,
        """
        {
          "base": "nanodet-m-0.5x_320", "name": "boxes", "weights": null, "published": null,
          "categories": null,
          "input": { "width": 64, "height": 64 },
          "head": { "classes": 2 },
          "datasets": {
            "train": { "type": "Coco", "annotations": "%s", "images": "%s" },
            "val": { "type": "Coco", "annotations": "%s", "images": "%s" },
            "augment": { "type": "DetectionAugmentation", "widths": [64, 96] }
          },
          "schedule": {
            "epochs": 6, "batchSize": 2, "accumulate": 2, "seed": 3,
            "optimizer": { "type": "AdamW", "learningRate": 0.002, "weightDecay": 0.05 },
            "warmUp": { "steps": 4 },
            "rate": { "type": "Cosine" },
            "clip": 10,
            "averaging": { "decay": 0.9, "ramp": 3 },
            "rhythm": { "logSteps": 2, "evaluateEpochs": 3, "checkpointSteps": 3 }
          }
        }
        """
            .formatted(train, train.getParent(), val, val.getParent()));
  }

  private static BufferedImage scene(int size, Color ground, int[] box, Random random) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(ground);
    graphics.fillRect(0, 0, size, size);
    for (int i = 0; i < 40; i++) {
      graphics.setColor(new Color(random.nextInt(0x1000000)));
      graphics.fillRect(random.nextInt(size), random.nextInt(size), 2, 2);
    }
    if (box != null) {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(box[0], box[1], box[2], box[3]);
    }
    graphics.dispose();
    return image;
  }

  private static void save(BufferedImage image, Path file) throws IOException {
    ImageIO.write(image, "png", file.toFile());
  }

  /** A configuration of a small classifier for {@link #colours}. */
  public static Path classifier(Path file, Path train, Path val) throws IOException {
    return Files.writeString(
        file,
        """
        {
          "base": "shufflenetv2-0.5x", "name": "colours", "weights": null, "published": null,
          "input": { "width": 64, "height": 64, "crop": { "shorterSide": 64, "resampling": "OPENCV" } },
          "head": { "classes": 3 },
          "datasets": {
            "train": { "type": "ImageFolder", "images": "%s" },
            "val": { "type": "ImageFolder", "images": "%s" }
          },
          "schedule": {
            "epochs": 40, "batchSize": 6, "seed": 3,
            "optimizer": { "type": "Sgd", "learningRate": 0.01 },
            "rhythm": { "logSteps": 5, "evaluateEpochs": 10 }
          }
        }
        """
            .formatted(train, val));
  }
}
