package dev.riffle.coco;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.box.Category;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CocoCategoriesTest {

  @Test
  void theyAreThoseOfTheOfficialAnnotations() throws IOException {
    String json = Files.readString(Shared.path("fixtures/coco/instances_dev.json"));
    List<Category> official = new ArrayList<>();
    for (JsonElement element :
        JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("categories")) {
      JsonObject category = element.getAsJsonObject();
      official.add(
          new Category(category.get("id").getAsLong(), category.get("name").getAsString()));
    }
    assertEquals(official, CocoCategories.DETECTION.list());
  }

  @Test
  void idsRunFrom1To90WithGaps() {
    assertEquals(80, CocoCategories.DETECTION.size());
    assertEquals(new Category(1, "person"), CocoCategories.DETECTION.get(0));
    assertEquals(new Category(13, "stop sign"), CocoCategories.DETECTION.get(11));
    assertEquals(new Category(90, "toothbrush"), CocoCategories.DETECTION.get(79));
  }
}
