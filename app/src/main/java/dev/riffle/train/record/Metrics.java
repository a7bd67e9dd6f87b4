package dev.riffle.train.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of metrics, read back.
 *
 * @param lines in their order
 */
public record Metrics(List<Line> lines) {

  /**
   * One line.
   *
   * @param kind {@code train} or {@code evaluation}
   * @param epoch when
   * @param figures by name
   */
  public record Line(String kind, double epoch, Map<String, Double> figures) {}

  /** A figure over time. */
  public record Series(String name, List<double[]> points) {}

  public Metrics {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a file of lines.
   *
   * @throws IOException naming the line that is damaged
   */
  public static Metrics read(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String text : Files.readAllLines(file)) {
      try {
        JsonObject object = JsonParser.parseString(text).getAsJsonObject();
        if (!object.has("kind") || !object.has("epoch")) {
          throw new JsonSyntaxException("expected a kind and an epoch");
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> each : object.entrySet()) {
          if (!List.of("kind", "step", "epoch").contains(each.getKey())) {
            figures.put(each.getKey(), each.getValue().getAsDouble());
          }
        }
        lines.add(
            new Line(object.get("kind").getAsString(), object.get("epoch").getAsDouble(), figures));
      } catch (JsonSyntaxException | IllegalStateException e) {
        throw new IOException(
            file + ":" + (lines.size() + 1) + ": is no line of metrics, " + e.getMessage(), e);
      }
    }
    return new Metrics(lines);
  }

  /**
   * All figures of a kind of lines, as points of epoch and figure; none are below 0 but where there
   * was nothing to measure, and those are left out.
   */
  List<Series> series(String kind) {
    Map<String, List<double[]>> points = new LinkedHashMap<>();
    for (Line line : lines) {
      if (line.kind().equals(kind)) {
        line.figures()
            .forEach(
                (name, figure) -> {
                  if (figure >= 0) {
                    points
                        .computeIfAbsent(name, key -> new ArrayList<>())
                        .add(new double[] {line.epoch(), figure});
                  }
                });
      }
    }
    return points.entrySet().stream().map(e -> new Series(e.getKey(), e.getValue())).toList();
  }
}
