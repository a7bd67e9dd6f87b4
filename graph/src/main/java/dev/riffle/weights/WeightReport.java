package dev.riffle.weights;

import dev.riffle.weights.file.CheckpointException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How far some stored tensors fit a network.
 *
 * @param loaded parameters that are there in their shape
 * @param missing parameters that are not there
 * @param unexpected stored names, whole, that no parameter has
 * @param mismatched parameters that are there in another shape
 */
public record WeightReport(
    List<String> loaded, List<String> missing, List<String> unexpected, List<Mismatch> mismatched) {

  private static final int SHOWN = 3;

  /**
   * A parameter that is stored in another shape.
   *
   * @param expected lengths of the axes in the network
   * @param found lengths of the axes in the file
   */
  public record Mismatch(String name, List<Integer> expected, List<Integer> found) {
    public Mismatch {
      expected = List.copyOf(expected);
      found = List.copyOf(found);
    }

    /** As {@code fc.weight: expected [10, 1024], found [1000, 1024]}. */
    @Override
    public String toString() {
      return name + ": expected " + expected + ", found " + found;
    }
  }

  public WeightReport {
    loaded = List.copyOf(loaded);
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
    mismatched = List.copyOf(mismatched);
  }

  /** Whether every parameter was there, and nothing else. */
  public boolean complete() {
    return missing.isEmpty() && unexpected.isEmpty() && mismatched.isEmpty();
  }

  /**
   * One line: how many of each kind, and the first of them, as {@code 2 of 361 arrays missing
   * (fc.weight, fc.bias), 1 unexpected (head.weight)}.
   */
  public String message() {
    int arrays = loaded.size() + missing.size() + mismatched.size();
    if (complete()) {
      return "all " + arrays + " arrays loaded";
    }
    List<String> parts = new ArrayList<>();
    if (!missing.isEmpty()) {
      parts.add(missing.size() + " of " + arrays + " arrays missing" + first(missing, ", "));
    }
    if (!mismatched.isEmpty()) {
      parts.add(mismatched.size() + " of another shape" + first(mismatched, "; "));
    }
    if (!unexpected.isEmpty()) {
      parts.add(unexpected.size() + " unexpected" + first(unexpected, ", "));
    }
    return String.join(", ", parts);
  }

  private static String first(List<?> all, String separator) {
    Function<Object, String> shown = item -> CheckpointException.shown(item.toString());
    return all.stream().limit(SHOWN).map(shown).collect(Collectors.joining(separator, " (", ""))
        + (all.size() > SHOWN ? separator + "…)" : ")");
  }
}
