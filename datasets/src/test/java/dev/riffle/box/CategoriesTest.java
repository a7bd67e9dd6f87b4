package dev.riffle.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CategoriesTest {
  private static final Categories ANIMALS =
      new Categories(
          List.of(new Category(7, "cat"), new Category(3, "dog"), new Category(4, "teddy bear")));

  @Test
  void theIndexIsThePlaceInTheList() {
    assertEquals(1, ANIMALS.indexOf("dog"));
    assertEquals(2, ANIMALS.indexOfId(4));
    assertEquals("cat", ANIMALS.get(0).name());
    assertEquals(3, ANIMALS.size());
  }

  @Test
  void unknownNamesGetTheNearest() {
    assertMessage(
        "no category \"tedy bear\" among 3; did you mean \"teddy bear\"?",
        () -> ANIMALS.indexOf("tedy bear"));
    assertMessage("no category \"aeroplane\" among 3", () -> ANIMALS.indexOf("aeroplane"));
    assertMessage("no category with id 1 among 3", () -> ANIMALS.indexOfId(1));
  }

  @Test
  void idsAreDistinctAndNamesNeedNotBe() {
    List<Category> sameNames = List.of(new Category(0, "ball"), new Category(1, "ball"));
    assertMessage(
        "\"ball\" names several categories, ids 0 and 1",
        () -> new Categories(sameNames).indexOf("ball"));
    assertMessage(
        "categories[1]: id 0 of \"bat\" is taken by an earlier category",
        () -> new Categories(List.of(new Category(0, "ball"), new Category(0, "bat"))));
  }

  @Test
  void numberedOnesHaveTheirIndexAsId() {
    Categories numbered = Categories.numbered(2);
    assertEquals(List.of(new Category(0, "class 0"), new Category(1, "class 1")), numbered.list());
    assertEquals(0, Categories.numbered(0).size());
  }

  private static void assertMessage(
      String message, org.junit.jupiter.api.function.Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
