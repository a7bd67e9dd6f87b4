package dev.riffle.imagenet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassListTest {
  private static final ClassList FISH =
      new ClassList(List.of("tench", "gold fish"), List.of("n01440764", "n01443537"));

  @TempDir private Path folder;

  private ClassList read(String name, String text) throws IOException {
    return ClassList.read(Files.writeString(folder.resolve(name), text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[\"n01440764\", \"tench\"], [\"n01443537\", \"gold fish\"]]",
        "{\"1\": [\"n01443537\", \"gold fish\"], \"0\": [\"n01440764\", \"tench\"]}",
        "{\"0\": {\"x\": [1], \"wnid\": \"n01440764\", \"label\": \"tench\"},"
            + " \"1\": {\"label\": \"gold fish\", \"wnid\": \"n01443537\"}}"
      })
  void jsonOfEveryFormIsRead(String json) throws IOException {
    assertEquals(FISH, read("classes.json", json));
  }

  @Test
  void aLineIsAClass() throws IOException {
    assertEquals(FISH, read("classes.txt", "n01440764 tench\r\nn01443537\tgold fish\n"));
    assertEquals(
        new ClassList(List.of("tench", "n1 fish"), List.of()), read("c.txt", "tench\nn1 fish"));
    assertEquals(List.of("n01440764"), read("ids.txt", "n01440764\n").labels());
    assertEquals(new ClassList(List.of("tench"), List.of()), read("one.JSON", "[\"tench\"]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.txt|''|expected a list of classes, found none",
        "a.txt|'a\n\nb'|a.txt:2: expected a class, found none",
        "a.txt|'n01440764 a\nb'|expected an id for each of 2 classes, found 1",
        "a.json|[]|expected a list of classes, found none",
        "a.json|{\"0\": \"a\", \"2\": \"c\"}|expected class 1, found none",
        "a.json|{\"0\": \"a\", \"0\": \"c\"}|class 0 is there twice",
        "a.json|{\"x\": \"a\"}|expected a class's index, found key \"x\"",
        "a.json|{\"0\": {\"wnid\": \"n01440764\"}}|expected a label",
        "a.json|[[\"n01440764\"]]|expected a label behind the id",
        "a.json|[[\"a\", \"b\", \"c\"]]|an id and a label are all",
        "a.json|[\"a\"] x|expected nothing more",
        "a.json|7|expected an object",
      })
  void whatIsNoListIsTold(String name, String text, String message) {
    var e = assertThrows(IOException.class, () -> read(name, text));
    assertTrue(e.getMessage().startsWith(folder.resolve(name).toString()), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void classesAreFoundByIndexAndId() {
    assertEquals(1, FISH.indexOf("1"));
    assertEquals(1, FISH.indexOf("n01443537"));
    for (String wrong : List.of("2", "-1", "n0", "tench", "99999999999")) {
      var e = assertThrows(IllegalArgumentException.class, () -> FISH.indexOf(wrong));
      assertEquals(
          "expected a class, 0 to 1 or one of their ids, found \"" + wrong + '"', e.getMessage());
    }
    ClassList unnamed = new ClassList(List.of("a"), List.of());
    var e = assertThrows(IllegalArgumentException.class, () -> unnamed.indexOf("n01443537"));
    assertTrue(e.getMessage().contains("no list of the classes gives their ids"), e.getMessage());
  }
}
