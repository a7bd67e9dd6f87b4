package dev.riffle.cli.exchange;

import dev.riffle.convert.Conversion;
import dev.riffle.convert.Format;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.Reading;
import dev.riffle.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle convert}: a data set in another format. */
@Command(
    name = "convert",
    description = "Write a data set in another format, and say what that has no place for.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  riffle convert instances_val.json val-yolo/ --to yolo --images val/ --outlines",
      "  riffle convert VOC2012/ voc.json"
    })
public final class ConvertCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "FROM",
      description = "A COCO file, or a VOC or YOLO folder.")
  private Path from;

  @Parameters(
      index = "1",
      paramLabel = "TO",
      description = "A COCO file, or a new folder for VOC or YOLO.")
  private Path to;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description = "coco, voc or yolo; coco if TO ends in .json.")
  private String format;

  @Option(names = "--images", paramLabel = "DIR", description = "Copy these pictures along.")
  private Path images;

  @Option(names = "--outlines", description = "To YOLO: outlines in place of boxes.")
  private boolean outlines;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Format target = target();
    WholeFile.checkApart(to, from, "is what is read");
    Conversion conversion = Conversion.DEFAULT;
    if (images != null) {
      if (!Files.isDirectory(images)) {
        throw new IOException(images + ": no such folder of pictures");
      }
      conversion =
          new Conversion(
              conversion.voc().withPictures(images), conversion.yolo().withPictures(images));
    }
    if (outlines) {
      conversion = new Conversion(conversion.voc(), conversion.yolo().withOutlines());
    }
    Reading reading = conversion.read(from, Format.of(from));
    Losses losses = reading.losses().and(conversion.write(reading.dataset(), to, target));
    losses.lines().forEach(System.out::println);
    System.out.println(
        reading.dataset().images().size()
            + " images with "
            + reading.dataset().annotations().size()
            + " annotations read, written to "
            + to);
    return 0;
  }

  private Format target() {
    String name = format == null && to.toString().endsWith(".json") ? "coco" : format;
    for (Format candidate : Format.values()) {
      if (candidate.name().equalsIgnoreCase(name)) {
        return candidate;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "--to: expected coco, voc or yolo, found " + (name == null ? "none" : name));
  }
}
