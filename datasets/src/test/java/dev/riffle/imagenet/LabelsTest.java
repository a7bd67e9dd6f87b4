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

class LabelsTest {
  private static final ClassList FISH =
      new ClassList(List.of("tench", "goldfish"), List.of("n01440764", "n01443537"));
  private static final ClassList UNNAMED = new ClassList(List.of("a", "b"), List.of());

  @TempDir private Path folder;

  private Labels read(String name, String text) throws IOException {
    return Labels.read(Files.writeString(folder.resolve(name), text), FISH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t.txt|'1 my fish.jpg 1\n\n2.jpg\tn01440764\n'",
        "t.json|{\"1 my fish.jpg\": 1, \"2.jpg\": \"n01440764\"}",
        "t.json|[{\"file\": \"1 my fish.jpg\", \"top\": [], \"index\": 1},"
            + " {\"wnid\": \"n01440764\", \"file\": \"2.jpg\"}]"
      })
  void filesNameThePictures(String name, String text) throws IOException {
    Labels labels = read(name, text);
    assertEquals(1, labels.of(Path.of("1 my fish.jpg")));
    assertEquals(1, labels.of(Path.of("/some/where/1 my fish.jpg")));
    assertEquals(0, labels.of(Path.of("2.jpg")));
    var e = assertThrows(IOException.class, () -> labels.of(Path.of("3.jpg")));
    assertEquals(folder.resolve(name) + ": has no class for 3.jpg", e.getMessage());
  }

  @Test
  void theLongestNameDecides() throws IOException {
    Labels labels = read("t.txt", "1.jpg 0\na/1.jpg 1\n");
    assertEquals(1, labels.of(Path.of("val/a/1.jpg")));
    assertEquals(0, labels.of(Path.of("val/b/1.jpg")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t.txt|'1.jpg 0\n1.jpg 1'|t.txt:2: 1.jpg: expected one class, found 0 and 1",
        "t.txt|1.jpg|t.txt:1: expected a picture's name and its class, found 1.jpg",
        "t.txt|1.jpg 2|t.txt:1: expected a class, 0 to 1",
        "t.json|{\"1.jpg\": 2}|t.json: expected a class, 0 to 1",
        "t.json|[{\"file\": \"1.jpg\"}]|t.json: expected file, and index or wnid",
        "t.json|[{\"file\": \"1.jpg\", \"index\": 1, \"wnid\": \"n01440764\"}]"
            + "|t.json: 1.jpg: expected one class, found 1 and 0",
        "t.json|3|t.json: expected an object"
      })
  void whatIsNoLabelIsTold(String name, String text, String message) {
    var e = assertThrows(IOException.class, () -> read(name, text));
    assertTrue(e.getMessage().startsWith(folder.resolve(message).toString()), e.getMessage());
  }

  private Path folders(String... names) throws IOException {
    Path parent = Files.createTempDirectory(folder, "val");
    for (String name : names) {
      Files.createDirectory(parent.resolve(name));
    }
    return parent;
  }

  @Test
  void foldersAreClasses() throws IOException {
    Path byId = folders("n01443537");
    assertEquals(1, Labels.read(byId, FISH).of(byId.resolve("n01443537/1.jpg")));
    Path byIndex = folders("0", "1");
    assertEquals(1, Labels.read(byIndex, UNNAMED).of(byIndex.resolve("1/n.jpg")));
    Path byOrder = folders("zebra", "ape");
    assertEquals(1, Labels.read(byOrder, UNNAMED).of(byOrder.resolve("zebra/n.jpg")));
  }

  @Test
  void foldersThatAreNoClassesAreTold() throws IOException {
    Path more = folders("ape", "bee", "zebra");
    var e = assertThrows(IOException.class, () -> Labels.read(more, UNNAMED));
    assertTrue(e.getMessage().startsWith(more.resolve("ape") + ": expected a class"));
    assertThrows(IOException.class, () -> Labels.read(folders("ape", "bee"), FISH));
    assertThrows(IOException.class, () -> Labels.read(folders(), FISH));
    Path val = folders("0");
    Labels labels = Labels.read(val, FISH);
    assertThrows(IOException.class, () -> labels.of(Path.of("elsewhere/1.jpg")));
  }

  @Test
  void accuracyCountsFirstAndFirstFive() {
    Accuracy accuracy = Accuracy.NONE;
    for (int place : new int[] {0, 1, 4, 5}) {
      accuracy = accuracy.with(place);
    }
    assertEquals(new Accuracy(4, 1, 3), accuracy);
    assertEquals("top-1 25.00 % (1 of 4), top-5 75.00 % (3 of 4)", accuracy.toString());
  }
}
