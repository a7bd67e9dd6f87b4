package dev.riffle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.riffle.config.json.ConfigException;
import dev.riffle.config.json.Source;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  enum Size {
    HALF("0.5x"),
    ONE("1.0x");

    private final String word;

    Size(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  sealed interface Neck permits Fpn, Pyramid {}

  record Fpn(int channels) implements Neck {}

  sealed interface Pyramid extends Neck permits Pan {}

  record Pan(
      int channels, @Default("[8, 16, 32]") List<Integer> strides, @Default("\"sum\"") String join)
      implements Pyramid {
    Pan {
      if (channels % 2 != 0) {
        throw new IllegalArgumentException("channels: expected an even number, found " + channels);
      }
    }
  }

  record Everything(
      int i,
      long l,
      float f,
      double d,
      boolean b,
      String s,
      Size size,
      @Default("\"LEAKY_RELU\"") Activation activation,
      List<List<Double>> table,
      Map<String, Pan> pans,
      Optional<Neck> neck,
      @Default("3") Optional<Integer> three,
      Optional<Everything> inner) {}

  record Experiment(String name, Neck neck, @Default("80") int classes) {}

  private static final String EVERYTHING =
      """
      {"i": -7, "l": 9007199254740993, "f": 0.1, "d": 1e-3, "b": true, "s": "ü \\"q\\" <",
       "size": "0.5x", "table": [[1, 2.5], []], "pans": {"z": {"channels": 2}, "a.b": {"channels": 4}},
       "neck": {"type": "Pan", "channels": 96}}
      """;

  private static <T> T read(String text, Class<T> type, String... changes) {
    return Config.read(new Source("x.json", text), type, List.of(changes), Catalog.empty());
  }

  private static String refusal(String text, Class<?> type, String... changes) {
    return assertThrows(ConfigException.class, () -> read(text, type, changes)).getMessage();
  }

  private static String experiment(String neck) {
    return "{\"name\": \"n\", \"neck\": " + neck + "}";
  }

  private static String everythingAnd(String member) {
    return EVERYTHING.substring(0, EVERYTHING.lastIndexOf('}')) + ", " + member + "}";
  }

  @Test
  void everyTypeIsRead() {
    List<Integer> strides = List.of(8, 16, 32);
    assertEquals(
        new Everything(
            -7,
            9007199254740993L,
            0.1f,
            0.001,
            true,
            "ü \"q\" <",
            Size.HALF,
            Activation.LEAKY_RELU,
            List.of(List.of(1.0, 2.5), List.of()),
            Map.of("z", new Pan(2, strides, "sum"), "a.b", new Pan(4, strides, "sum")),
            Optional.of(new Pan(96, strides, "sum")),
            Optional.of(3),
            Optional.empty()),
        read(EVERYTHING, Everything.class));
  }

  @Test
  void mapsKeepTheirOrder() {
    assertEquals(
        List.of("z", "a.b"), List.copyOf(read(EVERYTHING, Everything.class).pans().keySet()));
  }

  @Test
  void whatIsWrittenReadsAsEqual() {
    Everything once = read(EVERYTHING, Everything.class, "three=null", "size=ONE");
    Everything twice = read(everythingAnd("\"inner\": " + EVERYTHING), Everything.class);
    for (Everything value : List.of(once, twice)) {
      assertEquals(value, read(Config.toText(value, Everything.class), Everything.class));
    }
    assertEquals(Optional.of(3), once.three());
  }

  @Test
  void anEmptyOptionalSurvivesItsDefault() {
    Everything value = read(everythingAnd("\"three\": null"), Everything.class);
    assertEquals(Optional.empty(), value.three());
    assertEquals(value, read(Config.toText(value, Everything.class), Everything.class));
  }

  @Test
  void defaultsAreWrittenOut() {
    Experiment value = read(experiment("{\"type\": \"Pan\", \"channels\": 96}"), Experiment.class);
    assertEquals(
        JsonParser.parseString(
            """
            {"name": "n", "neck": {"type": "Pan", "channels": 96, "strides": [8, 16, 32],
             "join": "sum"}, "classes": 80}"""),
        Config.toJson(value, Experiment.class));
    assertEquals(
        JsonParser.parseString("{\"type\": \"Fpn\", \"channels\": 3}"),
        Config.toJson(new Fpn(3), Neck.class));
  }

  @Test
  void aNumberThatIsNotFiniteIsNotWritten() {
    record Rate(double rate) {}
    assertThrows(
        IllegalArgumentException.class, () -> Config.toJson(new Rate(Double.NaN), Rate.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"eighty\"",
        "1.5",
        "2147483648",
        "-2147483649",
        "1e999999999",
        "1e9999999999999",
        "true",
        "null",
        "[]",
        "{}",
        "\"80\""
      })
  void anIntIsNothingElse(String written) {
    String found =
        switch (written) {
          case "[]" -> "a list";
          case "{}" -> "an object";
          default -> written;
        };
    assertEquals(
        "x.json: classes: expected int, found " + found,
        refusal(
            "{\"name\": \"n\", \"neck\": {\"type\": \"Fpn\", \"channels\": 1}, \"classes\": "
                + written
                + "}",
            Experiment.class));
  }

  @Test
  void theLargestIntFits() {
    assertEquals(
        new Fpn(Integer.MAX_VALUE),
        read("{\"type\": \"Fpn\", \"channels\": 2147483647}", Neck.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"0.1\"", "1e39", "-1e39", "null", "false"})
  void aFloatIsAFiniteNumber(String written) {
    record Rate(float rate) {}
    assertEquals(
        "x.json: rate: expected float, found " + written,
        refusal("{\"rate\": " + written + "}", Rate.class));
  }

  @Test
  void aFloatMayBeWrittenAsAnInteger() {
    record Rate(float rate, double of) {}
    assertEquals(new Rate(3, -0.0), read("{\"rate\": 3, \"of\": -0}", Rate.class));
  }

  @Test
  void aMissingComponentIsTold() {
    assertEquals(
        "x.json: neck.channels: missing, expected int",
        refusal(experiment("{\"type\": \"Pan\"}"), Experiment.class));
  }

  @Test
  void anUnknownKeyIsToldWithTheNearest() {
    assertEquals(
        "x.json: neck.strids: unknown key, did you mean \"strides\"?"
            + " (accepted: type, channels, strides, join)",
        refusal(
            experiment("{\"type\": \"Pan\", \"channels\": 2, \"strids\": 1}"), Experiment.class));
    assertEquals(
        "x.json: neck.momentum: unknown key (accepted: type, channels)",
        refusal(
            experiment("{\"type\": \"Fpn\", \"channels\": 2, \"momentum\": 1}"), Experiment.class));
  }

  @Test
  void anUnknownTypeIsToldWithTheNearest() {
    assertEquals(
        "x.json: neck.type: unknown \"Pann\", did you mean \"Pan\"? (accepted: Fpn, Pan)",
        refusal(experiment("{\"type\": \"Pann\"}"), Experiment.class));
    assertEquals(
        "x.json: neck.type: missing, expected one of Fpn, Pan",
        refusal(experiment("{\"channels\": 2}"), Experiment.class));
    assertEquals(
        "x.json: neck: expected an object with \"type\" (accepted: Fpn, Pan), found \"Pan\"",
        refusal(experiment("\"Pan\""), Experiment.class));
    assertEquals(
        "x.json: neck.type: unknown 3 (accepted: Fpn, Pan)",
        refusal(experiment("{\"type\": 3}"), Experiment.class));
  }

  @Test
  void anEnumTakesNameAndWord() {
    record Sized(Size size, Activation activation) {}
    assertEquals(
        new Sized(Size.ONE, Activation.HARD_SWISH),
        read("{\"size\": \"1.0x\", \"activation\": \"HARD_SWISH\"}", Sized.class));
    assertEquals(
        new Sized(Size.ONE, Activation.RELU6),
        read("{\"size\": \"ONE\", \"activation\": \"RELU6\"}", Sized.class));
    assertEquals(
        "x.json: 2 problems\n"
            + "  size: unknown \"1.5x\", did you mean \"0.5x\"? (accepted: 0.5x, 1.0x)\n"
            + "  activation: expected one of IDENTITY, RELU, RELU6, LEAKY_RELU, HARD_SIGMOID,"
            + " HARD_SWISH, SIGMOID, found 6",
        refusal("{\"size\": \"1.5x\", \"activation\": 6}", Sized.class));
  }

  @Test
  void aRecordsRefusalIsToldWithItsPath() {
    assertEquals(
        "x.json: neck: channels: expected an even number, found 3",
        refusal(experiment("{\"type\": \"Pan\", \"channels\": 3}"), Experiment.class));
    assertEquals(
        "x.json: channels: expected an even number, found 3",
        refusal("{\"channels\": 3}", Pan.class));
  }

  @Test
  void allProblemsAreToldTogether() {
    assertEquals(
        """
        x.json: 6 problems
          nam: unknown key, did you mean "name"? (accepted: name, neck, classes)
          name: missing, expected String
          neck.channels: missing, expected int
          neck.strides.1: expected int, found "b"
          neck.strides.2: expected int, found null
          classes: expected int, found 1.5""",
        refusal(
            """
            {"nam": "n", "classes": 1.5,
             "neck": {"type": "Pan", "strides": [8, "b", null]}}""",
            Experiment.class));
  }

  @Test
  void theTopMustBeAnObject() {
    assertEquals(
        "x.json: expected an object (Experiment), found a list", refusal("[]", Experiment.class));
  }

  @Test
  void aTypeThatCannotBeConfiguredIsTheProgrammersMistake() {
    record Located(Path path) {}
    String message =
        assertThrows(IllegalArgumentException.class, () -> read("{\"path\": \"x\"}", Located.class))
            .getMessage();
    assertTrue(message.contains("Located.path: a configuration cannot hold java.nio"), message);
  }

  @Test
  void aDefaultThatDoesNotFitIsNamed() {
    record Odd(@Default("\"x\"") int odd) {}
    assertEquals(
        "x.json: odd (from the default of Odd.odd): expected int, found \"x\"",
        refusal("{}", Odd.class));
  }

  /** All of it may be left out. */
  record Usual(int size, List<String> names, Optional<Boolean> isOn) {
    public static final Usual DEFAULT = new Usual(3, List.of("a"), Optional.of(true));
  }

  @Test
  void aRecordsOwnDefaultStandsForWhatIsLeftOut() {
    assertEquals(Usual.DEFAULT, read("{}", Usual.class));
    assertEquals(
        new Usual(3, List.of("b"), Optional.empty()),
        read("{\"names\": [\"a\"], \"isOn\": null}", Usual.class, "names.0=b"));
  }

  @Test
  void changesReachObjectsListsAndDefaults() {
    String text = experiment("{\"type\": \"Pan\", \"channels\": 96}");
    assertEquals(
        new Experiment("1.5x", new Pan(64, List.of(8, 4, 32), "{"), 20),
        read(
            text,
            Experiment.class,
            "neck.channels=64",
            "neck.strides.1=4",
            "name=1.5x",
            "classes=20",
            "neck.join={"));
    assertEquals(
        List.of(1), ((Pan) read(text, Experiment.class, "neck.strides=[1]").neck()).strides());
    assertEquals("a=b", read(text, Experiment.class, "name=a=b").name());
    assertEquals("", read(text, Experiment.class, "name=").name());
  }

  @Test
  void aChangedTypeReplacesItsObject() {
    String text = experiment("{\"type\": \"Pan\", \"channels\": 96, \"join\": \"max\"}");
    assertEquals(
        new Fpn(7), read(text, Experiment.class, "neck.type=Fpn", "neck.channels=7").neck());
    assertEquals(
        "max", ((Pan) read(text, Experiment.class, "neck={\"channels\": 2}").neck()).join());
    assertEquals(
        "x.json: neck.channels: missing, expected int",
        refusal(text, Experiment.class, "neck.type=Fpn"));
  }

  @Test
  void aNullChangeGivesTheDefaultBack() {
    String text = "{\"channels\": 2, \"join\": \"max\"}";
    assertEquals("sum", read(text, Pan.class, "join=null").join());
  }

  @Test
  void wrongChangesAreToldAsChanges() {
    assertEquals(
        """
        x.json: 6 problems
          neck.strides.3 (from --set): expected a place in a list of 3, counted from 0
          neck.strides.first (from --set): expected a place in a list of 3, counted from 0
          name.x (from --set): expected an object or a list around it, found "n"
          nek (from --set): unknown key, did you mean "neck"? (accepted: name, neck, classes)
          neck.strids (from --set): unknown key, did you mean "strides"? (accepted: type, channels, strides, join)
          classes (from --set): expected int, found "many\"""",
        refusal(
            experiment("{\"type\": \"Pan\", \"channels\": 96}"),
            Experiment.class,
            "neck.strides.3=1",
            "neck.strides.first=1",
            "name.x=1",
            "nek.channels=1",
            "neck.strids.0=8",
            "classes=many"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "name", "=x", "a..b=1", ".a=1", "a.=1"})
  void aChangeNeedsKeyAndValue(String change) {
    assertEquals(
        "--set: expected key=value or key.key=value, found \"" + change + "\"",
        refusal(experiment("{}"), Experiment.class, change));
  }
}
