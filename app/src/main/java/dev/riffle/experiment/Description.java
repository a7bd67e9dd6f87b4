package dev.riffle.experiment;

import com.google.gson.Gson;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.head.DetectionHead;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What whoever runs an exported network must know beside it: how a picture becomes its input, and
 * what its outputs mean. Values are words, or JSON where they are numbers or lists.
 */
public final class Description {
  private static final Gson JSON = new Gson();

  private Description() {}

  /** The words by key, in reading order. */
  public static Map<String, String> of(Experiment experiment) {
    Map<String, String> words = new LinkedHashMap<>();
    Input input = experiment.input();
    words.put("model", experiment.name());
    words.put("task", experiment.task());
    words.put("input.width", json(input.width()));
    words.put("input.height", json(input.height()));
    words.put("input.order", input.order().toString());
    words.put("input.mean", json(input.mean()));
    words.put("input.std", json(input.std()));
    input.fit().ifPresent(fit -> words.put("input.fit", fit.toString()));
    words.put("classes", json(experiment.categoryList().names()));
    if (experiment.head() instanceof DetectionHead head) {
      DistanceDecoder decoder = head.decoder();
      words.put(
          "category_ids",
          json(experiment.categoryList().list().stream().map(c -> c.id()).toList()));
      words.put("strides", json(decoder.strides()));
      words.put("reg_max", json(decoder.regMax()));
      words.put("centre_offset", json(decoder.centreOffset()));
      words.put(
          "outputs",
          "a map a stride; channels: a logit a class, then for left, top, right and bottom the"
              + " logits of distances 0 to reg_max in strides, from the place"
              + " (column + centre_offset, row + centre_offset) * stride");
    } else {
      words.put("outputs", "a logit a class");
    }
    return words;
  }

  private static String json(Object value) {
    return JSON.toJson(value);
  }
}
