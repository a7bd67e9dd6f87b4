package dev.riffle.coco;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CocoResultsTest {
  @TempDir Path folder;

  private static final Box BOX = new Box(1.5f, 2, 4.25f, 10);

  @Test
  void theFormatIsCocos() throws IOException {
    StringBuilder out = new StringBuilder();
    CocoResults.write(
        out,
        List.of(
            CocoResult.of(
                new ImageId.Number(785), new Detection(BOX, 79, 0.5f), CocoCategories.DETECTION),
            new CocoResult(new ImageId.Name("a \"b\"\n"), 1, BOX, 1)));
    assertEquals(
        """
        [{"image_id":785,"category_id":90,"bbox":[1.5,2,2.75,8],"score":0.5},
        {"image_id":"a \\"b\\"\\n","category_id":1,"bbox":[1.5,2,2.75,8],"score":1}]""",
        out.toString());
  }

  @Test
  void nothingIsAnEmptyArray() throws IOException {
    StringBuilder out = new StringBuilder();
    CocoResults.write(out, List.of());
    assertEquals("[]", out.toString());
  }

  @Test
  void filesAreReadBack() throws IOException {
    Path path = folder.resolve("results.json");
    CocoResults.write(path, List.of(new CocoResult(new ImageId.Name("猫"), 1, BOX, 0.1f)));
    JsonArray array = JsonParser.parseString(Files.readString(path)).getAsJsonArray();
    assertEquals("猫", array.get(0).getAsJsonObject().get("image_id").getAsString());
    assertEquals(0.1, array.get(0).getAsJsonObject().get("score").getAsDouble());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void whatIsNotFiniteHasNoDecimal(float value) {
    assertThrows(IllegalArgumentException.class, () -> CocoResults.decimal(value));
  }

  @Test
  void decimalsAreShortAndExact() {
    assertEquals("0.1", CocoResults.decimal(0.1f));
    assertEquals("0", CocoResults.decimal(0));
    assertEquals("-3", CocoResults.decimal(-3));
    assertEquals("0.33333334", CocoResults.decimal(1 / 3f));
    assertEquals("430.9836", CocoResults.decimal(430.9836120605469f));
    // Java 17's own conversion gives 1.17549435E-38.
    assertEquals("1.1754944E-38", CocoResults.decimal(Float.MIN_NORMAL));
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (i % 2 == 0) {
        value = random.nextFloat() * 1000;
      }
      if (Float.isFinite(value)) {
        String decimal = CocoResults.decimal(value);
        assertEquals(value, Float.parseFloat(decimal), decimal);
        int digits = new BigDecimal(decimal).precision();
        assertTrue(digits <= 9, decimal);
        if (digits > 1 && value != Math.rint(value)) {
          BigDecimal shorter = new BigDecimal(value).round(new MathContext(digits - 1));
          assertNotEquals(value, shorter.floatValue(), decimal);
        }
      }
    }
  }

  @Test
  void whatJsonCannotSayIsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CocoResult(new ImageId.Number(7), 1, BOX, Float.NaN));
    assertTrue(e.getMessage().startsWith("image 7: expected finite numbers"), e.getMessage());
    Box endless = new Box(0, 0, Float.POSITIVE_INFINITY, 1);
    assertThrows(
        IllegalArgumentException.class, () -> new CocoResult(new ImageId.Number(7), 1, endless, 1));
  }
}
