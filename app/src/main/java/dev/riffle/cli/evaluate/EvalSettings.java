package dev.riffle.cli.evaluate;

import dev.riffle.cli.option.ThreadsOption;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.eval.AreaRange;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What is evaluated and how, as options; what is not given is COCO's own. */
final class EvalSettings {

  @Option(
      names = "--iou-type",
      paramLabel = "TYPE",
      defaultValue = "bbox",
      converter = TypeConverter.class,
      description = "bbox, segm or keypoints; ${DEFAULT-VALUE}.")
  private IouType iouType;

  @Option(
      names = "--max-dets",
      split = ",",
      paramLabel = "N",
      description = "Detections of an image and category that count; 1,10,100 (keypoints 20).")
  private int[] maxDetections;

  @Option(
      names = "--iou-thresholds",
      split = ",",
      paramLabel = "T",
      description = "Overlaps from which a detection is right; 0.5 to 0.95 in ten steps.")
  private double[] iouThresholds;

  @Option(
      names = {"--area-ranges", "--area-rng"},
      split = ",",
      paramLabel = "LABEL:LOW:HIGH",
      converter = AreaConverter.class,
      description = "Ranges of object sizes in square pixels.")
  private List<AreaRange> areas;

  @Option(names = "--image-ids", split = ",", paramLabel = "ID", description = "Only these images.")
  private List<String> imageIds;

  @Option(
      names = "--category-ids",
      split = ",",
      paramLabel = "ID",
      description = "Only these categories.")
  private List<Long> categoryIds;

  @Option(names = "--no-categories", description = "Take all categories for one.")
  private boolean noCategories;

  @Option(
      names = "--mask-area",
      description = "Sizes of segm results from their masks, even if they carry boxes.")
  private boolean masksOnly;

  @Mixin private ThreadsOption threads;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  int threads() {
    return threads.threads();
  }

  boolean masksOnly() {
    return masksOnly;
  }

  /** The settings for a data set, whose ids the options speak of. */
  Settings of(Dataset dataset) {
    try {
      Settings settings = Settings.coco(iouType).withThreads(threads());
      settings = maxDetections == null ? settings : settings.withMaxDetections(maxDetections);
      settings = iouThresholds == null ? settings : settings.withIouThresholds(iouThresholds);
      settings = areas == null ? settings : settings.withAreas(areas);
      settings = imageIds == null ? settings : settings.withImages(images(dataset.images().ids()));
      settings = categoryIds == null ? settings : settings.withCategories(categories(dataset));
      return settings.withUseCategories(!noCategories);
    } catch (IllegalArgumentException e) {
      throw misused(e.getMessage());
    }
  }

  private int[] images(Ids ids) {
    List<Integer> places = new ArrayList<>();
    for (String wanted : imageIds) {
      int place = 0;
      while (place < ids.size() && !ids.text(place).equals(wanted)) {
        place++;
      }
      if (place == ids.size()) {
        throw misused("--image-ids: no image " + wanted + " among " + ids.size());
      }
      places.add(place);
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] categories(Dataset dataset) {
    return categoryIds.stream().mapToInt(id -> dataset.categories().indexOfId(id)).toArray();
  }

  private ParameterException misused(String message) {
    return new ParameterException(verb.commandLine(), message);
  }

  static final class TypeConverter implements ITypeConverter<IouType> {
    @Override
    public IouType convert(String text) {
      return switch (text) {
        case "bbox" -> IouType.BBOX;
        case "segm" -> IouType.SEGM;
        case "keypoints" -> IouType.KEYPOINTS;
        default ->
            throw new TypeConversionException("expected bbox, segm or keypoints, found " + text);
      };
    }
  }

  static final class AreaConverter implements ITypeConverter<AreaRange> {
    @Override
    public AreaRange convert(String text) {
      String[] parts = text.split(":", -1);
      try {
        if (parts.length == 3 && !parts[0].isEmpty()) {
          AreaRange range =
              new AreaRange(parts[0], Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
          if (range.low() <= range.high()) {
            return range;
          }
        }
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "expected LABEL:LOW:HIGH in square pixels, found " + text + ": " + e.getMessage());
      }
      throw new TypeConversionException(
          String.format(
              Locale.ROOT,
              "expected LABEL:LOW:HIGH in square pixels, LOW no more than HIGH, found %s",
              text));
    }
  }
}
