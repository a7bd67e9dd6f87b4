package dev.riffle.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonArrayTest {

  // Each object holds what looks like a border between objects.
  private static final String TRICKY =
      """
      [{"id": 1, "t": "}, {\\"id\\": 7}, {"}, {"id": 2, "t": [{"id": 8}, {"id": 9}]},
       {"id":3,"t":{"a":{"b":1},"c":[{"id":10},{"id":11},{"id":12}]}},{"id":4},
       {"id": 5, "t": "\\\\"}  ,  {"id":6,"t":"},{\\\\"},{},
       {"id": 7, "t": [[1.5, 2], "}, {", {"t": "]}, {"}, {"id": 13}]}] \
      """;
  private static final List<Long> IDS = List.of(1L, 2L, 3L, 4L, 5L, 6L, 0L, 7L);

  private static final class IdRows implements Rows {
    final List<Long> ids = new ArrayList<>();

    @Override
    public void read(JsonReader in) throws JsonException {
      long id = 0;
      in.open('{');
      if (!in.closes('}')) {
        do {
          if (in.key() == JsonReader.code("id")) {
            id = in.whole();
          } else {
            in.skip();
          }
        } while (in.more('}'));
      }
      ids.add(id);
    }

    @Override
    public int size() {
      return ids.size();
    }
  }

  private static List<Long> ids(String text, int threads, int pieceBytes)
      throws JsonException, RowException {
    JsonBytes bytes = JsonBytes.of(text.getBytes(StandardCharsets.UTF_8));
    JsonReader in = new JsonReader(bytes.array(), bytes.begin(), bytes.end());
    List<Long> ids = new ArrayList<>();
    JsonArray<IdRows> array = new JsonArray<>(bytes.array(), bytes.end(), piece -> new IdRows());
    for (IdRows rows : array.read(in, threads, pieceBytes)) {
      ids.addAll(rows.ids);
    }
    in.finish();
    return ids;
  }

  @Test
  void cutsAnywhereGiveTheSameRows() throws JsonException, RowException {
    for (int threads = 1; threads <= 3; threads++) {
      for (int bytes = 1; bytes <= TRICKY.length() + 1; bytes++) {
        assertEquals(IDS, ids(TRICKY, threads, bytes), threads + " threads, " + bytes + " bytes");
      }
    }
  }

  @Test
  void cutsAreOfferedAtEveryByte() throws JsonException, RowException {
    // White space before moves every cut by one.
    for (int shift = 0; shift < 40; shift++) {
      String text = " ".repeat(shift) + TRICKY;
      for (int bytes : new int[] {7, 40, 64}) {
        assertEquals(IDS, ids(text, 2, bytes));
      }
    }
  }

  // Whichever thread it happens in, it must not be taken for the end of a piece.
  @Test
  void whatGoesWrongInsideIsNotLost() {
    class Failing implements Rows {
      @Override
      public void read(JsonReader in) throws JsonException {
        if (in.value().contains("5")) {
          throw new IllegalStateException("five");
        }
      }

      @Override
      public int size() {
        return 0;
      }
    }

    JsonBytes bytes = JsonBytes.of(TRICKY.getBytes(StandardCharsets.UTF_8));
    for (int threads = 1; threads <= 3; threads++) {
      for (int piece = 1; piece <= bytes.end(); piece += 10) {
        JsonReader in = new JsonReader(bytes.array(), 0, bytes.end());
        JsonArray<Failing> array =
            new JsonArray<>(bytes.array(), bytes.end(), size -> new Failing());
        int count = threads;
        int length = piece;
        assertThrows(IllegalStateException.class, () -> array.read(in, count, length));
      }
    }
  }

  @Test
  void endsAreFoundWherePiecesWouldGoOn() throws JsonException, RowException {
    assertEquals(List.of(), ids("[]", 2, 1));
    assertEquals(List.of(), ids(" [ ] ", 2, 1));
    assertEquals(List.of(0L), ids("[{}]", 2, 1));
    JsonBytes bytes = JsonBytes.of("[{},{}],[{},{},{}]".getBytes(StandardCharsets.UTF_8));
    JsonReader in = new JsonReader(bytes.array(), 0, bytes.end());
    JsonArray<IdRows> array = new JsonArray<>(bytes.array(), bytes.end(), piece -> new IdRows());
    int size = 0;
    for (IdRows rows : array.read(in, 2, 1)) {
      size += rows.size();
    }
    assertEquals(2, size);
    assertEquals(7, in.at());
  }

  @Test
  void whatIsCutOffIsNeverWhole() {
    String text = TRICKY.strip();
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);
      for (int bytes : new int[] {1, 20, 1000}) {
        assertThrows(java.io.IOException.class, () -> ids(cut, 2, bytes), cut);
      }
    }
  }

  @Test
  void theFirstWrongObjectIsNamed() {
    String text = "[{\"id\":1},{\"id\":2},{\"t\":0,\"id\":true},{\"id\":4},{\"id\":{}}]";
    for (int bytes = 1; bytes < 70; bytes++) {
      int piece = bytes;
      RowException wrong = assertThrows(RowException.class, () -> ids(text, 2, piece));
      assertTrue(
          wrong.getMessage().startsWith("[2].id: expected a whole number, found true"),
          wrong.getMessage());
    }
  }

  @Test
  void elementsThatAreNoObjectsAreNamed() {
    RowException wrong = assertThrows(RowException.class, () -> ids("[{},{}, 3]", 1, 100));
    assertEquals("[2]: expected an object, found 3] (byte 8)", wrong.getMessage());
    wrong = assertThrows(RowException.class, () -> ids("[{},]", 1, 100));
    assertEquals("[1]: expected an object, found ] (byte 4)", wrong.getMessage());
  }
}
