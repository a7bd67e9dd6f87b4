package dev.riffle.coco.read;

import dev.riffle.box.Category;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import dev.riffle.json.Rows;
import java.util.ArrayList;
import java.util.List;

/** The {@code categories}, as they are read. */
final class CategoryRows implements Rows {
  private static final long ID = JsonReader.code("id");
  private static final long NAME = JsonReader.code("name");

  final List<Category> list = new ArrayList<>();

  @Override
  public int size() {
    return list.size();
  }

  @Override
  public void read(JsonReader in) throws JsonException {
    boolean hasId = false;
    long id = 0;
    String name = null;
    in.open('{');
    if (!in.closes('}')) {
      do {
        long key = in.key();
        if (key == ID) {
          id = in.whole();
          hasId = true;
        } else if (key == NAME) {
          name = in.text();
        } else {
          in.skip();
        }
      } while (in.more('}'));
    }
    if (!hasId) {
      throw new JsonException("expected id, which the category lacks", JsonException.NOWHERE);
    }
    list.add(new Category(id, name == null ? Long.toString(id) : name));
  }
}
