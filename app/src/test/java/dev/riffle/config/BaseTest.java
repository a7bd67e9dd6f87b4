package dev.riffle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.config.json.ConfigException;
import dev.riffle.graph.Default;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseTest {
  sealed interface Part permits Left, Right {}

  record Left(int a, @Default("1") int b) implements Part {}

  record Right(int c) implements Part {}

  record Whole(String name, List<Integer> list, Map<String, Integer> map, Optional<Part> part) {}

  private static final String BASE =
      """
      {"name": "base", "list": [1, 2, 3], "map": {"x": 1, "y": 2},
       "part": {"type": "Left", "a": 5, "b": 6}}""";

  @TempDir Path folder;

  @BeforeEach
  void writeBase() throws IOException {
    write("base.json", BASE);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Whole over(String text, String... changes) throws IOException {
    return read(write("x.json", text), changes);
  }

  private static Whole read(Path file, String... changes) {
    return Config.read(file, Whole.class, List.of(changes), Catalog.empty());
  }

  private static String refusal(Path file, Catalog catalog) {
    return assertThrows(
            ConfigException.class, () -> Config.read(file, Whole.class, List.of(), catalog))
        .getMessage();
  }

  @Test
  void objectsJoinAndTheRestReplaces() throws IOException {
    assertEquals(
        new Whole("base", List.of(9), Map.of("x", 7, "y", 2, "z", 3), Optional.of(new Left(5, 0))),
        over(
            """
            {"base": "base.json", "list": [9], "map": {"x": 7, "z": 3}, "part": {"b": 0}}"""));
  }

  @Test
  void aNullTakesAKeyAway() throws IOException {
    Whole whole = over("{\"base\": \"base.json\", \"map\": {\"x\": null}, \"part\": null}");
    assertEquals(Map.of("y", 2), whole.map());
    assertEquals(Optional.empty(), whole.part());
    assertEquals(
        Optional.of(new Left(5, 1)),
        over("{\"base\": \"base.json\", \"part\": {\"b\": null}}").part());
  }

  @Test
  void aNullThatTakesNothingAwayIsRefused() throws IOException {
    Path file = write("x.json", "{\"base\": \"base.json\", \"nam\": null, \"map\": {\"q\": null}}");
    assertEquals(
        file
            + ": 2 problems\n"
            + "  nam: unknown key, did you mean \"name\"? (accepted: name, list, map, part)\n"
            + "  map.q: expected int, found null",
        refusal(file, Catalog.empty()));
  }

  @Test
  void anotherTypeReplacesTheObject() throws IOException {
    assertEquals(
        Optional.of(new Right(4)),
        over("{\"base\": \"base.json\", \"part\": {\"type\": \"Right\", \"c\": 4}}").part());
    assertEquals(
        Optional.of(new Left(4, 6)),
        over("{\"base\": \"base.json\", \"part\": {\"type\": \"Left\", \"a\": 4}}").part());
  }

  @Test
  void changesComeLast() throws IOException {
    assertEquals(
        List.of(1, 8, 3), over("{\"base\": \"base.json\"}", "list.1=8", "part.a=9").list());
  }

  @Test
  void aBaseMayHaveABase() throws IOException {
    write("deep/middle.json", "{\"base\": \"../base.json\", \"name\": \"middle\", \"list\": []}");
    Whole whole = over("{\"base\": \"deep/middle.json\", \"list\": [4]}");
    assertEquals("middle", whole.name());
    assertEquals(List.of(4), whole.list());
    assertEquals(Map.of("x", 1, "y", 2), whole.map());
  }

  @Test
  void aProblemOfTheBaseNamesTheBase() throws IOException {
    Path base =
        write("base.json", BASE.replace("1, 2, 3", "1, \"two\"").replace("\"b\"", "\"bb\""));
    Path file = write("x.json", "{\"base\": \"base.json\"}");
    assertEquals(
        file
            + ": 2 problems\n  list.1 (from "
            + base
            + "): expected int, found \"two\"\n  part.bb (from "
            + base
            + "): unknown key, did you mean \"b\"? (accepted: type, a, b)",
        refusal(file, Catalog.empty()));
    write("base.json", "{\n  \"name\": }");
    assertEquals(
        base + ":2:11: not JSON: expected a value, found }", refusal(file, Catalog.empty()));
  }

  @Test
  void circlesAreRefused() throws IOException {
    Path a = write("a.json", "{\"base\": \"b.json\"}");
    Path b = write("b.json", "{\"base\": \"c.json\"}");
    Path c = write("c.json", "{\"base\": \"./b.json\"}");
    assertEquals(
        a + ": base: goes round in a circle: " + a + " -> " + b + " -> " + c + " -> " + b,
        refusal(a, Catalog.empty()));
    Path self = write("self.json", "{\"base\": \"self.json\"}");
    assertEquals(
        self + ": base: goes round in a circle: " + self + " -> " + self,
        refusal(self, Catalog.empty()));
  }

  @Test
  void aBaseIsAlsoFoundByName() throws IOException {
    write("packed/nano.json", BASE);
    write("packed/tiny.json", "{\"base\": \"nano.json\", \"name\": \"tiny\"}");
    try (URLClassLoader loader = loader()) {
      Catalog catalog = Catalog.resources(loader, "packed", List.of("nano", "tiny"));
      Path file = write("x.json", "{\"base\": \"tiny\", \"list\": []}");
      Whole whole = Config.read(file, Whole.class, List.of(), catalog);
      assertEquals("tiny", whole.name());
      assertEquals(List.of(), whole.list());
      assertEquals(
          "base",
          Config.read(catalog.find("nano").orElseThrow(), Whole.class, List.of(), catalog).name());

      Path wrong = write("x.json", "{\"base\": \"tny\"}");
      assertEquals(
          wrong
              + ": base: unknown \"tny\" (no file "
              + folder.resolve("tny")
              + "), did you mean \"tiny\"? (accepted: nano, tiny)",
          refusal(wrong, catalog));
    }
  }

  private URLClassLoader loader() throws MalformedURLException {
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
  }

  @Test
  void aBaseIsAName() throws IOException {
    Path file = write("x.json", "{\"base\": 3}");
    assertEquals(
        file + ": base: expected a file or the name of a configuration, found 3",
        refusal(file, Catalog.empty()));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path absent = folder.resolve("absent.json");
    assertEquals(absent + ": no such file", refusalOf(absent));
    Path latin = folder.resolve("latin.json");
    Files.write(latin, "\"ü\"".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(latin + ": expected UTF-8 text", refusalOf(latin));
  }

  private static String refusalOf(Path file) {
    return refusal(file, Catalog.empty());
  }
}
