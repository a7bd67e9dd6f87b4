package dev.riffle.voc;

import dev.riffle.box.Categories;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Grouping;
import dev.riffle.dataset.Images;
import dev.riffle.dataset.format.FileNames;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.PictureFiles;
import dev.riffle.file.WholeFolder;
import dev.riffle.text.FiniteNumber;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** A data set that is being written as VOC files. */
final class VocWriter {
  private final Dataset dataset;
  private final Annotations annotations;
  private final VocOptions options;
  private final boolean writesCrowds;
  private int rounded;
  private int crowds;
  private int unfinished;
  private int boxless;
  private int strays;
  private int outlines;
  private int skeletons;
  private int areas;

  VocWriter(Dataset dataset, VocOptions options) {
    this.dataset = dataset;
    this.annotations = dataset.annotations();
    this.options = options;
    this.writesCrowds = options.difficult() == Difficult.CROWD;
  }

  Losses write(Path folder) throws IOException {
    WholeFolder.check(folder);
    String[] stems = FileNames.withoutExtensions(dataset);
    WholeFolder.write(folder, into -> writeAll(into, stems));
    return losses();
  }

  private void writeAll(Path folder, String[] stems) throws IOException {
    Path root = Files.createDirectory(folder.resolve(VocFolder.ANNOTATIONS));
    Grouping byImage = Grouping.byImage(dataset);
    strays = annotations.size() - byImage.size();
    for (int i = 0; i < stems.length; i++) {
      Path file = root.resolve(stems[i] + ".xml");
      Files.createDirectories(file.getParent());
      StringBuilder out = new StringBuilder();
      head(out, i);
      for (int k = byImage.begin(i); k < byImage.end(i); k++) {
        thing(out, byImage.at(k));
      }
      out.append("</annotation>\n");
      Files.writeString(file, out, StandardCharsets.UTF_8);
    }
    if (options.pictures().isPresent()) {
      Path pictures = Files.createDirectory(folder.resolve(VocFolder.PICTURES));
      PictureFiles.copy(dataset, options.pictures().get(), pictures);
    }
    Path sets = Files.createDirectories(folder.resolve(VocFolder.SETS));
    String list = String.join("\n", stems) + (stems.length > 0 ? "\n" : "");
    Files.writeString(sets.resolve(options.imageSet().orElse(VocOptions.ALL) + ".txt"), list);
  }

  private void head(StringBuilder out, int image) {
    Images images = dataset.images();
    String name = images.fileNames()[image];
    int slash = name.lastIndexOf('/');
    out.append("<annotation>\n");
    element(out, 1, "folder", slash < 0 ? VocFolder.PICTURES : name.substring(0, slash));
    element(out, 1, "filename", name.substring(slash + 1));
    out.append("\t<size>\n");
    element(out, 2, "width", Integer.toString(images.widths()[image]));
    element(out, 2, "height", Integer.toString(images.heights()[image]));
    element(out, 2, "depth", "3");
    out.append("\t</size>\n");
    element(out, 1, "segmented", "0");
  }

  private void thing(StringBuilder out, int i) {
    if (annotations.category()[i] < 0) {
      strays++;
      return;
    }
    boolean isCrowd = annotations.crowds()[i];
    crowds += isCrowd ? 1 : 0;
    if (isCrowd && !writesCrowds) {
      return;
    }
    double[] boxes = annotations.boxes();
    if (boxes == null) {
      boxless++;
      return;
    }
    for (int k = 4 * i; k < 4 * i + 4; k++) {
      if (!Double.isFinite(boxes[k])) {
        unfinished++;
        return;
      }
    }
    VocBox x = VocBox.of(boxes[4 * i], boxes[4 * i + 2]);
    VocBox y = VocBox.of(boxes[4 * i + 1], boxes[4 * i + 3]);
    if (options.wholePixels()) {
      boolean isWhole = isSame(x, x.rounded()) && isSame(y, y.rounded());
      rounded += isWhole ? 0 : 1;
      x = x.rounded();
      y = y.rounded();
    }
    outlines += annotations.shapes().has(i) ? 1 : 0;
    skeletons +=
        annotations.keypoints() != null && annotations.keypoints().points()[i] != null ? 1 : 0;
    areas += annotations.areas()[i] == boxes[4 * i + 2] * boxes[4 * i + 3] ? 0 : 1;
    out.append("\t<object>\n");
    element(out, 2, "name", dataset.categories().get(annotations.category()[i]).name());
    element(out, 2, "pose", "Unspecified");
    element(out, 2, "truncated", "0");
    element(out, 2, "difficult", isCrowd ? "1" : "0");
    out.append("\t\t<bndbox>\n");
    side(out, "xmin", x.min());
    side(out, "ymin", y.min());
    side(out, "xmax", x.max());
    side(out, "ymax", y.max());
    out.append("\t\t</bndbox>\n\t</object>\n");
  }

  private static boolean isSame(VocBox a, VocBox b) {
    return a.min().compareTo(b.min()) == 0 && a.max().compareTo(b.max()) == 0;
  }

  private static void side(StringBuilder out, String name, BigDecimal number) {
    element(out, 3, name, FiniteNumber.text(number));
  }

  private static void element(StringBuilder out, int tabs, String name, String text) {
    out.append("\t".repeat(tabs)).append('<').append(name).append('>');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        // XML cannot say these.
        default -> out.append(c < ' ' && c != '\t' || c >= 0xfffe ? '\ufffd' : c);
      }
    }
    out.append("</").append(name).append(">\n");
  }

  private Losses losses() {
    Losses losses =
        Losses.NONE
            .with(strays, FileNames.STRAY, "left out")
            .with(boxless, "annotation without a box", "left out: VOC has only boxes")
            .with(unfinished, "box that is not finite", "left out: there are no such numbers")
            .with(
                crowds,
                "crowd annotation",
                writesCrowds
                    ? "written as difficult objects: VOC has no crowds"
                    : "left out: VOC has no crowds")
            .with(outlines, "outline", "left out: VOC's files have only boxes")
            .with(areas, "area", "left out: VOC has none, the box's is taken instead")
            .with(skeletons, "set of keypoints", "left out: VOC has none")
            .with(rounded, "box", "rounded to whole pixels");
    return losses.and(numbers());
  }

  // What a reader will number otherwise.
  private Losses numbers() {
    Losses losses = FileNames.renumbered(dataset, "VOC");
    Categories categories = dataset.categories();
    TreeSet<String> used = new TreeSet<>();
    for (int i = 0; i < annotations.size(); i++) {
      if (annotations.image()[i] >= 0 && annotations.category()[i] >= 0) {
        used.add(categories.get(annotations.category()[i]).name());
      }
    }
    List<String> names = categories.names();
    int renumbered = 0;
    for (int i = 0; i < names.size(); i++) {
      boolean isUsed = used.contains(names.get(i));
      int id = used.headSet(names.get(i)).size() + 1;
      renumbered += isUsed && categories.get(i).id() != id ? 1 : 0;
    }
    long unused = names.stream().filter(name -> !used.contains(name)).count();
    long shared = names.size() - names.stream().distinct().count();
    return losses
        .with(unused, "category without annotations", "left out: VOC names only what occurs")
        .with(shared, "category of another's name", "merged with it: VOC has only names")
        .with(renumbered, "category id", "left out: VOC has only names");
  }
}
