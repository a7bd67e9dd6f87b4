package dev.riffle.train.record;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where a run's numbers come from: read and written as {@code provenance.json}.
 *
 * @param seed of everything that was left to chance
 * @param start what the network's first numbers were
 * @param data the data sets by what they are for
 * @param sessions each time somebody worked on it, the first first
 */
public record Provenance(long seed, String start, Map<String, Data> data, List<Session> sessions) {
  private static final String FILE = "provenance.json";
  private static final List<String> KEYS =
      Arrays.stream(Provenance.class.getRecordComponents()).map(RecordComponent::getName).toList();
  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /**
   * A data set.
   *
   * @param source where it lies
   * @param pictures how many it has
   * @param sha256 over the pictures' names and what is known of each
   */
  public record Data(String source, int pictures, String sha256) {}

  /**
   * A time of work.
   *
   * @param began when, as ISO 8601 has it
   * @param fromStep how many steps there were already
   * @param command what was called
   * @param riffle its version
   * @param java the virtual machine's version
   * @param machine operating system and processors
   * @param threads that worked at once
   */
  public record Session(
      String began,
      long fromStep,
      List<String> command,
      String riffle,
      String java,
      String machine,
      int threads) {

    /** One that begins now, here. */
    public static Session now(long fromStep, List<String> command, int threads) {
      String version = Provenance.class.getPackage().getImplementationVersion();
      return new Session(
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          fromStep,
          command,
          version == null ? "(not packed)" : version,
          System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
          String.format(
              "%s %s, %s, %d processors",
              System.getProperty("os.name"),
              System.getProperty("os.version"),
              System.getProperty("os.arch"),
              Runtime.getRuntime().availableProcessors()),
          threads);
    }
  }

  public Provenance {
    sessions = List.copyOf(sessions);
  }

  /** With another time of work. */
  public Provenance with(Session session) {
    List<Session> all = new ArrayList<>(sessions);
    all.add(session);
    return new Provenance(seed, start, data, all);
  }

  /**
   * Refuses to go on with data that are not the run's.
   *
   * @throws IOException one line that begins with the folder
   */
  public void checkData(Map<String, Data> now, Path folder) throws IOException {
    for (Map.Entry<String, Data> each : data.entrySet()) {
      Data found = now.get(each.getKey());
      if (found == null || !found.sha256().equals(each.getValue().sha256())) {
        throw new IOException(
            String.format(
                "%s: expected the %s data that the run began with, %s, found %s",
                folder, each.getKey(), each.getValue(), found == null ? "none" : found));
      }
    }
  }

  /**
   * Reads it in a folder.
   *
   * @throws IOException one line that begins with the file, if it is damaged
   */
  public static Provenance read(RunFolder folder) throws IOException {
    Path file = folder.path().resolve(FILE);
    try {
      JsonElement found = JsonParser.parseString(Files.readString(file));
      if (!found.isJsonObject() || !found.getAsJsonObject().keySet().containsAll(KEYS)) {
        throw new IOException(file + ": is damaged, expected an object of " + KEYS);
      }
      return JSON.fromJson(found, Provenance.class);
    } catch (JsonParseException e) {
      throw new IOException(file + ": is damaged, " + e.getMessage(), e);
    }
  }

  /** Whether there is one in a folder. */
  public static boolean isIn(RunFolder folder) {
    return Files.exists(folder.path().resolve(FILE));
  }

  /** Writes it into a folder, whole or not at all. */
  public void write(RunFolder folder) throws IOException {
    folder.write(FILE, JSON.toJson(this) + "\n");
  }
}
