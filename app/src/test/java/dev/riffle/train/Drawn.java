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

  /** Pictures of one colour each, with noise, in folders {@code red}, {@code green}, {@code blue}. */
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
          "input": { "width": 32, "height": 32, "crop": { "shorterSide": 32, "resampling": "OPENCV" } },
          "head": { "classes": 3 },
          "datasets": {
            "train": { "type": "ImageFolder", "images": "%s" },
            "val": { "type": "ImageFolder", "images": "%s" }
          },
          "schedule": {
            "epochs": 4, "batchSize": 4, "seed": 3,
            "optimizer": { "type": "Sgd", "learningRate": 0.05 },
            "rhythm": { "logSteps": 2, "evaluateEpochs": 2 }
          }
        }
        """
            .formatted(train, val));
  }
}
