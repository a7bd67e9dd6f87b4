package dev.riffle.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonReaderTest {

  private static JsonReader reader(byte[] text) {
    JsonBytes bytes = JsonBytes.of(text);
    return new JsonReader(bytes.array(), bytes.begin(), bytes.end());
  }

  private static JsonReader reader(String text) {
    return reader(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void skipAll(String text) throws JsonException {
    JsonReader in = reader(text);
    in.skip();
    in.finish();
  }

  @Test
  void membersComeInOrder() throws JsonException {
    JsonReader in = reader(" { \"a\" : 1 ,\n\t\"long key\":[ 2, 3.5 ]\r,\"\\u0061\":\"x\" } ");
    in.open('{');
    assertEquals(JsonReader.code("a"), in.key());
    assertEquals(1, in.whole());
    assertTrue(in.more('}'));
    assertEquals(JsonReader.code("long key"), in.key());
    assertEquals("long key", in.lastKey());
    assertArrayEquals(new double[] {2, 3.5}, in.numbers());
    assertTrue(in.more('}'));
    assertEquals(JsonReader.code("a"), in.key());
    assertEquals("x", in.text());
    assertFalse(in.more('}'));
    in.finish();
  }

  @Test
  void keysOfEveryLengthHaveTheirCode() throws JsonException {
    String letters = "image_id, category_id; keypoints; segmentation; num_keypoints";
    for (int length = 0; length <= letters.length(); length++) {
      String key = letters.substring(0, length);
      for (String written : List.of(key, key.replace("_", "\\u005f"), key.replace("k", "é\\\\"))) {
        String plain = written.replace("\\u005f", "_").replace("\\\\", "\\");
        for (int shift = 0; shift < 3; shift++) {
          JsonReader in = reader(" ".repeat(shift) + '"' + written + "\" : 7");
          assertEquals(JsonReader.code(plain), in.key(), written);
          assertEquals(plain, in.lastKey());
          assertEquals(7, in.whole());
        }
        for (int cut = 0; cut <= written.length(); cut++) {
          JsonReader in = reader('"' + written.substring(0, cut));
          assertThrows(JsonException.class, in::key);
        }
        JsonReader in = reader('"' + written + "\n\":1");
        assertThrows(JsonException.class, in::key);
      }
    }
    assertEquals(61, letters.length());
  }

  @Test
  void textsAreThoseOfGson() throws JsonException {
    Random random = new Random(5);
    String letters = "ab\"\\/\b\f\n\r\té€😀 {}[],:\u007f";
    int[] points = letters.codePoints().toArray();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(12); k > 0; k--) {
        text.appendCodePoint(points[random.nextInt(points.length)]);
      }
      assertEquals(text.toString(), reader(new JsonPrimitive(text.toString()).toString()).text());
      assertEquals(text.toString(), reader(new Gson().toJson(text.toString())).text());
    }
    assertEquals("\ud83d\ude00\u00e9", reader("\"\\ud83d\\uDE00\\u00e9\"").text());
    assertEquals("/", reader("\"\\/\"").text());
  }

  @Test
  void wrongTextsAreRefused() {
    for (String text :
        List.of(
            "\"",
            "\"a",
            "\"\\",
            "\"\\\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\u12\"",
            "\"a\nb\"",
            "a",
            "\"\u0000\"",
            "'a'",
            "\"\\u+123\"")) {
      assertThrows(JsonException.class, () -> reader(text).text(), text);
    }
    byte[] latin = "\"caf\u00e9\"".getBytes(StandardCharsets.ISO_8859_1);
    assertThrows(JsonException.class, () -> reader(latin).text());
  }

  @Test
  void anyValueCanBeSkipped() throws JsonException {
    for (String text :
        List.of(
            "1",
            "-2.5e7",
            "null",
            "true",
            "false",
            "NaN",
            "-Infinity",
            "\"\"",
            "\"]}\\\"\\\\\"",
            "[]",
            "{}",
            "[ ]",
            "[[[]]]",
            "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]",
            "{\"a\":{\"b\":[\"}]\\\\\",{}]},\"é€😀[\":1e5}",
            "[null,true,false,NaN,1E5,\"x\"]",
            "[" + "[".repeat(63) + "]".repeat(63) + "]")) {
      skipAll(text);
      skipAll("  " + text + "\n");
    }
  }

  @Test
  void whatDoesNotCloseIsNotSkipped() {
    for (String text :
        List.of(
            "",
            "[",
            "{",
            "[[]",
            "[}",
            "{]",
            "{\"a\":[1,2}",
            "[1,2}",
            "[\"",
            "[\"]",
            "]",
            "}",
            "nul",
            "tru",
            "fals",
            "[1,2",
            "[1,2,3,4,5,6,7,8,9,0",
            "\"\\\"",
            "[]]",
            "1 1",
            "{}}",
            ",",
            "<html>",
            "[\"\\",
            "[{\"a\":1]}")) {
      JsonException wrong = assertThrows(JsonException.class, () -> skipAll(text), text);
      assertFalse(wrong.getMessage().contains("\n"), text);
    }
  }

  @Test
  void depthEndsInWordsNotInAStackOverflow() {
    for (String bracket : List.of("[", "{\"a\":")) {
      JsonException wrong =
          assertThrows(JsonException.class, () -> reader(bracket.repeat(1_000_000)).skip());
      assertEquals("nested more than 64 deep", wrong.getMessage());
    }
  }

  @Test
  void complaintsSayWhatStandsWhere() {
    JsonException wrong =
        assertThrows(JsonException.class, () -> reader("  <!DOCTYPE\n").open('{'));
    assertEquals("expected an object, found <!DOCTYPE  (byte 2)", wrong.getMessage());
    wrong = assertThrows(JsonException.class, () -> reader("\u0001\n").open('['));
    assertEquals("expected an array, found \\x01  (byte 0)", wrong.getMessage());
    wrong = assertThrows(JsonException.class, () -> reader("  ").number());
    assertEquals("expected a number, but the file ends (byte 2)", wrong.getMessage());
  }

  @Test
  void numbersAreCountedBeyondTheLimit() throws JsonException {
    double[] into = {9, 9, 9, 9};
    assertEquals(5, reader("[1,2,3,4,5]").numbers(into, 1, 2));
    assertArrayEquals(new double[] {9, 1, 2, 9}, into);
    assertEquals(0, reader("[ ]").numbers(into, 0, 4));
    assertEquals(100, reader("[0" + ",0".repeat(99) + "]").numbers().length);
  }
}
