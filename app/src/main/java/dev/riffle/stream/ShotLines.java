package dev.riffle.stream;

import com.google.gson.JsonPrimitive;
import dev.riffle.box.Categories;
import dev.riffle.box.Category;
import dev.riffle.box.Detection;
import dev.riffle.coco.CocoResults;
import dev.riffle.track.Tracked;
import java.io.IOException;

/**
 * JSON lines, one a frame: {@code {"frame":0,"seconds":0.0,"detections":[{"category_id":1,
 * "label":"person","bbox":[x,y,width,height],"score":s,"track":1}]}}; where nothing is followed,
 * {@code "track":null}.
 *
 * @param categories the names of the classes
 */
public record ShotLines(Categories categories) {

  /** Writes a frame's line, with its end. */
  public void write(Appendable out, Shot shot) throws IOException {
    out.append("{\"frame\":").append(Long.toString(shot.index()));
    out.append(",\"seconds\":").append(Double.toString(Math.round(shot.seconds() * 1e6) / 1e6));
    out.append(",\"detections\":[");
    String separator = "";
    for (Tracked tracked : shot.found()) {
      out.append(separator);
      write(out, tracked);
      separator = ",";
    }
    out.append("]}\n");
  }

  private void write(Appendable out, Tracked tracked) throws IOException {
    Detection detection = tracked.detection();
    Category category = categories.get(detection.category());
    out.append("{\"category_id\":").append(Long.toString(category.id()));
    out.append(",\"label\":").append(new JsonPrimitive(category.name()).toString()).append(',');
    CocoResults.write(out, detection.box(), detection.score());
    String track = tracked.track().isPresent() ? "" + tracked.track().getAsLong() : "null";
    out.append(",\"track\":").append(track).append('}');
  }
}
