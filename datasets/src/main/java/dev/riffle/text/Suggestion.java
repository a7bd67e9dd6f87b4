package dev.riffle.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word that an unknown one most resembles. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The known word with the fewest edits (one letter inserted, removed, replaced, or two neighbours
   * swapped; case counts as nothing), the first of several. None where even that one would need
   * edits in more than a third of its letters, since a far-fetched guess confuses.
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    String nearest = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : known) {
      int edits = edits(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      int letters = Math.max(word.length(), candidate.length());
      if (edits <= Math.max(1, letters / 3) && edits < letters && edits < fewest) {
        fewest = edits;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** The end of a message: {@code ; did you mean "person"?}, or nothing where nothing is near. */
  public static String didYouMean(String word, Collection<String> known) {
    return nearest(word, known).map(near -> "; did you mean \"" + near + "\"?").orElse("");
  }

  /**
   * A whole message about an unknown word: {@code unknown key "strids", did you mean "strides"?
   * (accepted: regMax, strides)}, the middle only if a word is near.
   */
  public static String of(String what, String word, Collection<String> accepted) {
    String meant = nearest(word, accepted).map(it -> ", did you mean \"" + it + "\"?").orElse("");
    String all = accepted.isEmpty() ? "none" : String.join(", ", accepted);
    return what + meant + " (accepted: " + all + ")";
  }

  // edits[i][j]: from the first i letters of a to the first j of b.
  private static int edits(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        edits[i][j] = swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
      }
    }
    return edits[a.length()][b.length()];
  }
}
