package dev.riffle.data;

import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.dataset.format.Reading;
import dev.riffle.loader.picture.AnnotatedPictures;
import dev.riffle.loader.picture.PictureSet;
import dev.riffle.yolo.YoloDataset;
import dev.riffle.yolo.YoloOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * YOLO's format.
 *
 * @param annotations {@code data.yaml}, or a folder of text files beside pictures
 * @param split which part is meant ({@code train}, {@code val}, {@code test}); without it, all
 */
public record Yolo(String annotations, Optional<String> split) implements DetectionSource {

  @Override
  public PictureSet<Truths> read(Optional<Categories> categories) throws IOException {
    YoloOptions options = new YoloOptions(split, categories, false, Optional.empty());
    Reading reading = YoloDataset.read(Path.of(annotations), options);
    return new AnnotatedPictures(reading.dataset(), reading.pictures().orElseThrow());
  }
}
