package dev.riffle.coco.read;

import dev.riffle.coco.value.CocoFormatException;
import dev.riffle.coco.value.IdColumn;
import dev.riffle.dataset.IdIndex;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import dev.riffle.json.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The {@code images}, as they are read. */
final class ImageRows implements Rows {
  private static final long ID = JsonReader.code("id");
  private static final long FILE = JsonReader.code("file_name");
  private static final long WIDTH = JsonReader.code("width");
  private static final long HEIGHT = JsonReader.code("height");

  private final IdColumn ids = new IdColumn(16);
  private String[] fileNames = new String[16];
  private int[] widths = new int[16];
  private int[] heights = new int[16];
  private int size;

  @Override
  public int size() {
    return size;
  }

  @Override
  public void read(JsonReader in) throws JsonException {
    if (size == widths.length) {
      ids.grow(2 * size);
      fileNames = Arrays.copyOf(fileNames, 2 * size);
      widths = Arrays.copyOf(widths, 2 * size);
      heights = Arrays.copyOf(heights, 2 * size);
    }
    boolean hasId = false;
    in.open('{');
    if (!in.closes('}')) {
      do {
        long key = in.key();
        if (key == ID) {
          ids.read(in, size);
          hasId = true;
        } else if (key == FILE) {
          fileNames[size] = in.word("null") ? null : in.text();
        } else if (key == WIDTH) {
          widths[size] = pixels(in);
        } else if (key == HEIGHT) {
          heights[size] = pixels(in);
        } else {
          in.skip();
        }
      } while (in.more('}'));
    }
    if (!hasId) {
      throw new JsonException("expected id, which the image lacks", JsonException.NOWHERE);
    }
    size++;
  }

  private static int pixels(JsonReader in) throws JsonException {
    if (in.word("null")) {
      return 0;
    }
    long pixels = in.whole();
    if (pixels < 0 || pixels > Integer.MAX_VALUE) {
      throw new JsonException("expected pixels, found " + pixels, in.at());
    }
    return (int) pixels;
  }

  /** The images; of those with the same id the last, at the place of the first. */
  Images images(String where) throws CocoFormatException {
    Ids all = ids.ids(where, size);
    IdIndex index = new IdIndex(all);
    int[] last = new int[size]; // [place of an id's first image] that of its last
    for (int i = 0; i < size; i++) {
      last[index.first(i)] = i;
    }
    int[] kept =
        IntStream.range(0, size).filter(i -> index.first(i) == i).map(i -> last[i]).toArray();
    String[] names = new String[kept.length];
    int[] across = new int[kept.length];
    int[] down = new int[kept.length];
    boolean isNamed = false;
    for (int k = 0; k < kept.length; k++) {
      names[k] = fileNames[kept[k]];
      across[k] = widths[kept[k]];
      down[k] = heights[kept[k]];
      isNamed |= names[k] != null;
    }
    return new Images(all.at(kept), isNamed ? names : null, across, down);
  }
}
