package dev.riffle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.Zoo;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Weights;
import dev.riffle.weights.Safetensors;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Runs commands as a user does, on pictures and weights made here. */
public final class Commands {
  private Commands() {}

  /** What a command left behind on its two streams, and its exit status. */
  public record Outcome(int status, String out, String err) {

    /** The only line on standard error. */
    public String complaint(int expectedStatus) {
      assertEquals(expectedStatus, status, err);
      assertEquals(1, err.lines().count(), err);
      assertFalse(err.contains("\tat "), err);
      return err.strip();
    }
  }

  public static Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    try (PrintStream newOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream newErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      System.setOut(newOut);
      System.setErr(newErr);
      int status = Main.run(args);
      return new Outcome(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(formerOut);
      System.setErr(formerErr);
    }
  }

  /** A config of a small detector with its random weights beside it. */
  public record Tiny(Path config, Path weights) {}

  public static Tiny tiny(Path folder) throws IOException {
    Path config = folder.resolve("tiny.json");
    Files.writeString(
        config,
        """
        {
          "base": "nanodet-m-0.5x_320", "name": "tiny", "weights": null, "published": null,
          "input": { "width": 64, "height": 64 }
        }
        """);
    Experiment experiment = Zoo.read(config.toString(), List.of());
    Graph graph = experiment.graph();
    Path weights = folder.resolve("tiny.safetensors");
    Safetensors.write(weights, Weights.random(graph, 5).tensors(), Map.of());
    return new Tiny(config, weights);
  }

  /** A picture of simple things; its kind is its file's extension. */
  public static Path picture(Path file, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.CYAN, 0, height, new Color(90, 140, 60)));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.ORANGE);
    graphics.fillOval(width / 8, height / 2, height / 3, height / 3);
    graphics.setColor(Color.WHITE);
    graphics.fillOval(width / 2, height / 4, height / 2, height / 2);
    graphics.setColor(Color.BLACK);
    graphics.drawLine(width / 2 + height / 4, height / 2, width / 2 + height / 4, height / 3);
    graphics.dispose();
    String name = file.getFileName().toString();
    ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    return file;
  }
}
