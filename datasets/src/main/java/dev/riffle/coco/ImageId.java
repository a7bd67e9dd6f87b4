package dev.riffle.coco;

import com.google.gson.JsonPrimitive;
import java.nio.file.Path;

/** What a results file calls a picture: a number, as COCO does, or else a name. */
public sealed interface ImageId {

  /** The id as it stands in JSON. */
  String json();

  /** A number, as all of COCO's own are. */
  record Number(long value) implements ImageId {
    @Override
    public String json() {
      return Long.toString(value);
    }
  }

  /** A name, where there is no number. */
  record Name(String value) implements ImageId {
    @Override
    public String json() {
      return new JsonPrimitive(value).toString();
    }
  }

  /**
   * The id of a picture that no annotation file numbers: the last run of digits in its file name
   * without the extension ({@code COCO_val2014_000000000042.jpg} is 42), or that name itself where
   * it has no digits or more than 18 in that run.
   */
  static ImageId ofFile(Path path) {
    Path last = path.getFileName();
    String name = last == null ? path.toString() : last.toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    int end = stem.length();
    while (end > 0 && !isDigit(stem.charAt(end - 1))) {
      end--;
    }
    int begin = end;
    while (begin > 0 && isDigit(stem.charAt(begin - 1))) {
      begin--;
    }
    if (begin == end || end - begin > 18) {
      return new Name(stem);
    }
    return new Number(Long.parseLong(stem.substring(begin, end)));
  }

  // Not Character.isDigit, which takes digits of all scripts.
  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
