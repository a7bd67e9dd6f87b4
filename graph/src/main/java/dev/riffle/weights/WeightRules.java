package dev.riffle.weights;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.weights.file.CheckpointException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the names in a file become a network's: the prefix comes off, some names are not needed, and
 * the rest must fit exactly; but a 1×1 convolution takes a linear layer's weights too.
 */
public record WeightRules(List<Prefix> prefixes, List<String> unused) {

  /**
   * What a training program puts before the names of the model.
   *
   * @param text the beginning of each name
   * @param beside patterns of names that then stand beside the model's and are not needed, as a
   *     second copy of it
   */
  public record Prefix(String text, List<String> beside) {
    public Prefix {
      beside = List.copyOf(beside);
    }
  }

  // What stands beside an average: the model that it follows, and what the optimiser remembers.
  private static final List<String> FOLLOWED = List.of("model.*", "optimizer.*");
  private static final List<String> AVERAGES = List.of("avg_model.*", "ema_model.*", "model_ema.*");

  /**
   * The model alone, in Lightning's module, in a parallel or averaging wrapper, or in both.
   * Averages come before the numbers that they follow, since they do better: NanoDet takes them
   * too.
   */
  public static final List<Prefix> PREFIXES =
      List.of(
          new Prefix("", List.of()),
          new Prefix("avg_model.", FOLLOWED),
          new Prefix("ema_model.", FOLLOWED),
          new Prefix("model_ema.", FOLLOWED),
          new Prefix("model.avg_model.", FOLLOWED),
          new Prefix("module.avg_model.", List.of("module.model.*")),
          new Prefix("model.", Stream.concat(AVERAGES.stream(), Stream.of("optimizer.*")).toList()),
          new Prefix("module.", List.of("n_averaged")),
          new Prefix("model.module.", AVERAGES),
          new Prefix("module.model.", List.of("module.avg_model.*")),
          new Prefix("state_dict.", List.of()));

  /** PyTorch's BatchNorm counts its batches; nothing that is computed here reads it. */
  private static final String BATCH_COUNT = "*.num_batches_tracked";

  public WeightRules {
    prefixes = List.copyOf(prefixes);
    unused = Stream.concat(unused.stream(), Stream.of(BATCH_COUNT)).distinct().toList();
    if (prefixes.isEmpty()) {
      throw new IllegalArgumentException("expected at least one prefix, if only the empty one");
    }
  }

  /** The usual prefixes, for a model that leaves these names unused. */
  public static WeightRules unused(List<String> patterns) {
    return new WeightRules(PREFIXES, patterns);
  }

  /**
   * The model that the file makes of the network: every parameter loaded, in its shape, as finite
   * float32 numbers, and nothing left over.
   *
   * @throws WeightMismatchException if it does not fit, with the report of what differs
   * @throws CheckpointException if a number is not finite, naming its tensor
   */
  public Model fit(Graph graph, StateDict dict) throws CheckpointException {
    Match match = match(graph, dict);
    if (!match.report().complete()) {
      throw new WeightMismatchException(dict.source(), match.report());
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      Tensor tensor = dict.get(match.prefix().text() + parameter.name()).toTensor();
      int bad = notFinite(tensor.data());
      if (bad >= 0) {
        throw new CheckpointException(
            dict.source()
                + ": "
                + parameter.name()
                + " holds "
                + tensor.data()[bad]
                + " in float32");
      }
      tensors.put(parameter.name(), new Tensor(tensor.data(), parameter.dimensions()));
    }
    return new Model(graph, new Weights(tensors));
  }

  // Where the first number is that is not finite, −1 if all are.
  private static int notFinite(float[] numbers) {
    float sum = 0; // of zeros, which those that are not finite make none of
    for (float number : numbers) {
      sum += number * 0;
    }
    for (int i = 0; sum != 0 && i < numbers.length; i++) {
      if (!Float.isFinite(numbers[i])) {
        return i;
      }
    }
    return -1;
  }

  /** How far the file fits the network, under the prefix that suits it best. */
  public WeightReport report(Graph graph, StateDict dict) {
    return match(graph, dict).report();
  }

  private record Match(Prefix prefix, WeightReport report) {}

  // The first prefix under which all fits, else the first of those that hit the most names.
  private Match match(Graph graph, StateDict dict) {
    List<Parameter> parameters = graph.parameters();
    Prefix best = prefixes.get(0);
    int most = -1;
    for (Prefix prefix : prefixes) {
      int hits = 0;
      for (Parameter parameter : parameters) {
        hits += dict.tensors().containsKey(prefix.text() + parameter.name()) ? 1 : 0;
      }
      if (hits == parameters.size()) {
        WeightReport report = report(graph, dict, prefix);
        if (report.complete()) {
          return new Match(prefix, report);
        }
      }
      if (hits > most) {
        best = prefix;
        most = hits;
      }
    }
    return new Match(best, report(graph, dict, best));
  }

  private WeightReport report(Graph graph, StateDict dict, Prefix prefix) {
    List<String> loaded = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<WeightReport.Mismatch> mismatched = new ArrayList<>();
    Set<String> left = new LinkedHashSet<>(dict.tensors().keySet());
    for (Parameter parameter : graph.parameters()) {
      String name = prefix.text() + parameter.name();
      if (!left.remove(name)) {
        missing.add(parameter.name());
        continue;
      }
      List<Integer> found = Arrays.stream(dict.get(name).shape()).boxed().toList();
      if (isSame(found, parameter.shape())) {
        loaded.add(parameter.name());
      } else {
        mismatched.add(new WeightReport.Mismatch(parameter.name(), parameter.shape(), found));
      }
    }
    List<String> unexpected = left.stream().filter(name -> !isUnused(name, prefix)).toList();
    return new WeightReport(loaded, missing, unexpected, mismatched);
  }

  // What a linear layer at each place has is what a 1×1 convolution has, less two axes of length 1.
  private static boolean isSame(List<Integer> found, List<Integer> expected) {
    return found.equals(expected)
        || found.size() == 2 && expected.equals(List.of(found.get(0), found.get(1), 1, 1));
  }

  private boolean isUnused(String name, Prefix prefix) {
    if (prefix.beside().stream().anyMatch(pattern -> matches(pattern, name))) {
      return true;
    }
    String text = prefix.text();
    String bare = name.startsWith(text) ? name.substring(text.length()) : name;
    return unused.stream().anyMatch(pattern -> matches(pattern, bare));
  }

  // On a clash only the last star needs to take more, so this is never slow.
  private static boolean matches(String pattern, String name) {
    int p = 0;
    int star = -1;
    int resume = 0;
    for (int n = 0; n < name.length(); ) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }
}
