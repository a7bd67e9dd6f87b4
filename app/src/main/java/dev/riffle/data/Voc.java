package dev.riffle.data;

import dev.riffle.box.Categories;
import dev.riffle.box.Truths;
import dev.riffle.dataset.format.Reading;
import dev.riffle.graph.Default;
import dev.riffle.loader.picture.AnnotatedPictures;
import dev.riffle.loader.picture.PictureSet;
import dev.riffle.voc.Difficult;
import dev.riffle.voc.VocDataset;
import dev.riffle.voc.VocOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Pascal VOC's format.
 *
 * @param annotations a folder that has {@code Annotations}, or one of XML files
 * @param imageSet the list in {@code ImageSets/Main} of what is meant; without it, all
 * @param images the folder of the pictures, where it is not {@code JPEGImages}
 * @param difficult what becomes of difficult objects
 */
public record Voc(
    String annotations,
    Optional<String> imageSet,
    Optional<String> images,
    @Default("\"CROWD\"") Difficult difficult)
    implements DetectionSource {

  @Override
  public PictureSet<Truths> read(Optional<Categories> categories) throws IOException {
    VocOptions options = new VocOptions(imageSet, difficult, categories, false, Optional.empty());
    Reading reading = VocDataset.read(Path.of(annotations), options);
    return new AnnotatedPictures(reading.dataset(), folder(reading));
  }

  private Path folder(Reading reading) throws IOException {
    Optional<Path> folder = images.map(Path::of).or(reading::pictures);
    return folder.orElseThrow(
        () ->
            new IOException(
                annotations + ": has no JPEGImages beside it, name a folder with images"));
  }
}
