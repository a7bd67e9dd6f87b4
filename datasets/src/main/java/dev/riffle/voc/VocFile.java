package dev.riffle.voc;

import dev.riffle.file.FileFault;
import dev.riffle.file.FileName;
import dev.riffle.text.FiniteNumber;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** One XML file, as it is read. Nothing outside it is ever opened. */
final class VocFile {
  private static final int MOST_BYTES = 64 << 20;
  private static final int DEEPEST = 64;
  private static final String[] SIDES = {"xmin", "ymin", "xmax", "ymax"};

  /** Something in the picture: a name, its box (x, y) and its flag; null until it is read. */
  static final class Thing {
    String name;
    VocBox x;
    VocBox y;
    boolean isDifficult;
  }

  /** Flags and the like that a data set has no place for, counted. */
  static final class Extras {
    int truncated;
    int occluded;
    int posed;
    int parts;
    int outlines;
  }

  final List<Thing> things = new ArrayList<>();
  String fileName;
  int width;
  int height;

  private final Path path;
  private final Extras extras;
  private XMLStreamReader in;
  private int depth;

  private VocFile(Path path, Extras extras) {
    this.path = path;
    this.extras = extras;
  }

  /** A factory whose readers refuse document types and thereby all entities but XML's own five. */
  static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /**
   * Reads a file.
   *
   * @throws IOException one line that begins with the path and the line in the file
   */
  static VocFile read(Path path, XMLInputFactory factory, Extras extras) throws IOException {
    VocFile file = new VocFile(path, extras);
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path))) {
      if (Files.size(path) > MOST_BYTES) {
        throw new IOException(
            path
                + ": expected the annotations of one picture, found "
                + Files.size(path)
                + " bytes, accepted are "
                + MOST_BYTES);
      }
      file.in = factory.createXMLStreamReader(bytes);
      file.root();
    } catch (XMLStreamException e) {
      throw new IOException(path + ":" + e.getLocation().getLineNumber() + ": " + reason(e), e);
    } catch (FileSystemException e) {
      throw FileFault.reading(path, e);
    }
    return file;
  }

  // The JDK's message has a line of its own for the place, and then the reason behind "Message: ".
  private static String reason(XMLStreamException e) {
    String text = String.valueOf(e.getMessage());
    text = text.substring(text.indexOf("Message: ") < 0 ? 0 : text.indexOf("Message: ") + 9);
    return "not XML that can be read: " + text.replaceAll("\\s+", " ").strip();
  }

  private IOException failed(int line, String what) {
    return new IOException(path + ":" + line + ": " + what);
  }

  private int line() {
    return in.getLocation().getLineNumber();
  }

  // Moves to the next element in the one that is open: its name, or null where that one ends.
  private String next() throws XMLStreamException, IOException {
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT:
          if (++depth > DEEPEST) {
            throw failed(line(), "expected elements nested at most " + DEEPEST + " deep");
          }
          return in.getLocalName();
        case XMLStreamConstants.END_ELEMENT:
          depth--;
          return null;
        case XMLStreamConstants.DTD:
          throw failed(line(), "expected no document type, found <!DOCTYPE");
        case XMLStreamConstants.ENTITY_REFERENCE:
          throw failed(line(), "expected no entities, found &" + in.getLocalName() + ";");
        default:
      }
    }
    return null;
  }

  private void root() throws XMLStreamException, IOException {
    String root = next();
    if (!"annotation".equals(root)) {
      throw failed(line(), "expected <annotation>, found <" + root + ">");
    }
    String name;
    while ((name = next()) != null) {
      switch (name) {
        case "filename" -> fileName = text("filename");
        case "size" -> size();
        case "object" -> thing();
        default -> skip();
      }
    }
    if (fileName == null || fileName.isEmpty()) {
      throw failed(line(), "expected a <filename> in <annotation>");
    }
    while (in.hasNext()) {
      in.next(); // to see that nothing wrong follows
    }
  }

  private void skip() throws XMLStreamException, IOException {
    int outside = depth - 1;
    while (depth > outside) {
      next();
    }
  }

  private String text(String element) throws XMLStreamException, IOException {
    int line = line();
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (in.next()) {
        case XMLStreamConstants.CHARACTERS:
        case XMLStreamConstants.CDATA:
          text.append(in.getText());
          break;
        case XMLStreamConstants.END_ELEMENT:
          depth--;
          return text.toString().strip();
        case XMLStreamConstants.START_ELEMENT:
          throw failed(
              line(), "expected a text in <" + element + ">, found <" + in.getLocalName() + ">");
        case XMLStreamConstants.ENTITY_REFERENCE:
          throw failed(line, "expected no entities, found &" + in.getLocalName() + ";");
        default:
      }
    }
  }

  private BigDecimal number(String element) throws XMLStreamException, IOException {
    int line = line();
    String text = text(element);
    try {
      return FiniteNumber.parse(text);
    } catch (NumberFormatException e) {
      throw failed(line, "expected a number in <" + element + ">, found " + FileName.shown(text));
    }
  }

  private int pixels(String element) throws XMLStreamException, IOException {
    int line = line();
    BigDecimal number = number(element);
    try {
      int pixels = number.intValueExact();
      if (pixels >= 0) {
        return pixels;
      }
    } catch (ArithmeticException e) {
      // said below
    }
    throw failed(line, "expected pixels in <" + element + ">, found " + FiniteNumber.text(number));
  }

  private void size() throws XMLStreamException, IOException {
    String name;
    while ((name = next()) != null) {
      switch (name) {
        case "width" -> width = pixels(name);
        case "height" -> height = pixels(name);
        default -> skip();
      }
    }
  }

  private boolean flag(String element) throws XMLStreamException, IOException {
    int line = line();
    String text = text(element);
    return switch (text) {
      case "", "0", "false", "False" -> false;
      case "1", "true", "True" -> true;
      default ->
          throw failed(line, "expected 0 or 1 in <" + element + ">, found " + FileName.shown(text));
    };
  }

  // What is only counted may be said in any way: data of other origin have shares of 0 to 1,
  // degrees
  // of 0 to 3, or words.
  private boolean mark(String element) throws XMLStreamException, IOException {
    String text = text(element).toLowerCase(Locale.ROOT);
    return !text.matches("0*\\.?0*|false|no|none|unspecified|n/a");
  }

  private void thing() throws XMLStreamException, IOException {
    int line = line();
    Thing thing = new Thing();
    String name;
    while ((name = next()) != null) {
      switch (name) {
        case "name" -> thing.name = text(name);
        case "bndbox" -> box(thing);
        case "difficult" -> thing.isDifficult = flag(name);
        case "truncated" -> extras.truncated += mark(name) ? 1 : 0;
        case "occluded", "occlusion" -> extras.occluded += mark(name) ? 1 : 0;
        case "pose" -> {
          String pose = text(name);
          extras.posed += pose.isEmpty() || pose.equals("Unspecified") ? 0 : 1;
        }
        case "part" -> {
          extras.parts++;
          skip();
        }
        case "polygon", "segmentation" -> {
          extras.outlines++;
          skip();
        }
        default -> skip();
      }
    }
    if (thing.name == null || thing.name.isEmpty()) {
      throw failed(line, "expected a <name> in <object>");
    }
    if (thing.x == null) {
      throw failed(line, "expected a <bndbox> in <object>");
    }
    things.add(thing);
  }

  private void box(Thing thing) throws XMLStreamException, IOException {
    int line = line();
    BigDecimal[] sides = new BigDecimal[SIDES.length];
    String name;
    while ((name = next()) != null) {
      int side = List.of(SIDES).indexOf(name);
      if (side < 0) {
        skip();
      } else {
        sides[side] = number(name);
      }
    }
    for (int i = 0; i < sides.length; i++) {
      if (sides[i] == null) {
        throw failed(line, "expected <" + SIDES[i] + "> in <bndbox>");
      }
    }
    thing.x = new VocBox(sides[0], sides[2]);
    thing.y = new VocBox(sides[1], sides[3]);
  }
}
