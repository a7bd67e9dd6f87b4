package dev.riffle.detect;

import dev.riffle.coco.ImageId;
import dev.riffle.detect.Sources.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a results file calls pictures: the number in each one's file name, as COCO's own have it.
 * Where several share a number, those take their whole names instead, and if need be their paths.
 *
 * @param of the id of each picture
 * @param shared the ids that several pictures would have had
 */
public record ImageIds(Map<Source, ImageId> of, Set<String> shared) {

  /** Gives each picture an id of its own. */
  public static ImageIds of(List<Source> sources) {
    Map<ImageId, Long> numbers = count(sources, source -> ImageId.ofFile(source.path()));
    Map<ImageId, Long> names = count(sources, ImageIds::name);
    Map<Source, ImageId> ids = new LinkedHashMap<>();
    Set<String> shared = new TreeSet<>();
    for (Source source : sources) {
      ImageId id = ImageId.ofFile(source.path());
      if (numbers.get(id) > 1) {
        shared.add(id.json());
        id =
            names.get(name(source)) > 1 ? new ImageId.Name(source.path().toString()) : name(source);
      }
      ids.put(source, id);
    }
    return new ImageIds(ids, shared);
  }

  private static Map<ImageId, Long> count(List<Source> sources, Function<Source, ImageId> id) {
    return sources.stream().collect(Collectors.groupingBy(id, Collectors.counting()));
  }

  private static ImageId name(Source source) {
    return new ImageId.Name(source.path().getFileName().toString());
  }
}
