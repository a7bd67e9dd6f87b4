package dev.riffle.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> WORDS = List.of("person", "cat", "car", "bicycle", "fit");

  @Test
  void theNearestIsFound() {
    assertEquals(Optional.of("person"), Suggestion.nearest("presno", WORDS)); // two swaps
    assertEquals(Optional.of("person"), Suggestion.nearest("Person", WORDS));
    assertEquals(Optional.of("bicycle"), Suggestion.nearest("bycicle", WORDS));
    assertEquals(Optional.of("cat"), Suggestion.nearest("cas", WORDS)); // the first of two
    assertEquals(Optional.of("fit"), Suggestion.nearest("fits", WORDS));
  }

  @Test
  void theFarFetchedIsNot() {
    assertEquals(Optional.empty(), Suggestion.nearest("zebra", WORDS));
    assertEquals(Optional.empty(), Suggestion.nearest("", WORDS));
    assertEquals(Optional.empty(), Suggestion.nearest("dog", List.of()));
  }

  @Test
  void messagesEndWithIt() {
    assertEquals("; did you mean \"person\"?", Suggestion.didYouMean("persn", WORDS));
    assertEquals("", Suggestion.didYouMean("zebra", WORDS));
  }
}
