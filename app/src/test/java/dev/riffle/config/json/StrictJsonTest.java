package dev.riffle.config.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
  @Test
  void everyFormIsRead() {
    assertEquals(
        new Value.Members(
            Map.of(
                "list",
                new Value.Items(
                    List.of(
                        new Value.Numeral("-1.50e+2", "x"),
                        new Value.Text("a\n\u00e9", "x"),
                        new Value.Flag(false, "x"),
                        new Value.Nothing("x")),
                    "x")),
            "x"),
        StrictJson.read(new Source("x", " {\"list\" : [-1.50e+2,\"a\\n\\u00e9\",false,null]}\n")));
  }

  // In these texts | is a new line and ' is itself.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '~',
      value = {
        "{\"a\": 1,}           ~ 1:9  ~ not JSON: expected a key, found } (after a comma)",
        "[1,| 2,]              ~ 2:4  ~ not JSON: unexpected ] (after a comma)",
        "{\"a\": 1 // c|}      ~ 1:9  ~ not JSON: unexpected // (comments are not accepted)",
        "{\"a\":|  # c| 2}     ~ 2:3  ~ not JSON: unexpected # (comments are not accepted)",
        "/* c */ {}            ~ 1:1  ~ not JSON: unexpected /* (comments are not accepted)",
        "{\"a\": NaN}          ~ 1:7  ~ not JSON: unexpected NaN",
        "{\"a\":-Infinity}     ~ 1:6  ~ not JSON: unexpected -Infinity",
        "[True]                ~ 1:2  ~ not JSON: unexpected True",
        "{\"a\": 01}           ~ 1:7  ~ not JSON: unexpected 01",
        "{\"a\": .5}           ~ 1:7  ~ not JSON: unexpected .5",
        "{'a': 1}              ~ 1:2  ~ not JSON: unexpected 'a' (texts take double quotes)",
        "{a: 1}                ~ 1:2  ~ not JSON: unexpected a",
        "{\"a\" 1}             ~ 1:6  ~ not JSON: expected : after a key, found 1",
        "{\"a\": }             ~ 1:7  ~ not JSON: expected a value, found }",
        "{\"a\": 1 \"b\": 2}   ~ 1:9  ~ not JSON: expected , or }, found \"",
        "[1 2]                 ~ 1:4  ~ not JSON: expected , or ], found 2",
        "[1,,2]                ~ 1:4  ~ not JSON: unexpected ,",
        "[,2]                  ~ 1:2  ~ not JSON: unexpected ,",
        "{} {}                 ~ 1:4  ~ not JSON: unexpected {",
        "{\"a\":               ~ 1:6  ~ the text ends too early",
        "{\"a\": 1, \"a\": 2}  ~ 1:10 ~ the key \"a\" is there twice",
      })
  void whatIsNotJsonIsTold(String text, String place, String message) {
    assertEquals("x.json:" + place + ": " + message, refusal(text.replace('|', '\n')));
  }

  @Test
  void anEmptyTextIsRefused() {
    assertEquals("x.json:1:1: the text ends too early", refusal(""));
  }

  @Test
  void endlessNestingIsRefused() {
    String message = refusal("[".repeat(100_000));
    assertTrue(message.contains("Nesting limit"), message);
  }

  // Only that some place is found, and the problem told: whatever is cut off or changed.
  @Test
  void aDamagedTextNeverEscapes() {
    String text = "{\"a\": [1, 2.5e3, {\"b\": \"c\\u0041\"}],\n \"d\": null, \"e\": true}";
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      for (String sign :
          List.of("", "\"", "}", "]", ",", "'", "x", "\u0000", "\\", ":", "=", ";")) {
        String damaged = text.substring(0, i) + sign + text.substring(i + 1);
        try {
          assertInstanceOf(Value.Members.class, StrictJson.read(new Source("x", damaged)));
        } catch (ConfigException e) {
          refused.add(e.getMessage());
        }
      }
      refused.add(refusal(text.substring(0, i)));
    }
    for (String message : refused) {
      assertTrue(message.matches("(?s)(x|x\\.json):[12]:\\d+: .+"), message);
    }
  }

  private static String refusal(String text) {
    return assertThrows(ConfigException.class, () -> StrictJson.read(new Source("x.json", text)))
        .getMessage();
  }
}
