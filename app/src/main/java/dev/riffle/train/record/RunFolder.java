package dev.riffle.train.record;

import dev.riffle.file.WholeFile;
import dev.riffle.graph.Tensor;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.file.CheckpointException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a training run keeps what it does:
 *
 * <pre>
 * config.json       all that was configured, to be trained from again
 * metrics.jsonl     what every so many steps and each evaluation gave; the same whenever it is run
 * times.jsonl       how long that took; another each time
 * provenance.json   what ran where on which data
 * checkpoints/      the last few, to go on from
 * best.safetensors, last.safetensors   weights to use
 * curves.svg, summary.txt              for people
 * </pre>
 *
 * @param path where it is
 */
public record RunFolder(Path path) {
  private static final String CONFIG = "config.json";
  private static final String STEP = "step-";
  private static final String ENDING = ".safetensors";

  /**
   * Makes a new one.
   *
   * @param config to be kept in it
   * @throws IOException one line that begins with the path, if something is there already or it
   *     cannot be made
   */
  public static RunFolder create(Path path, String config) throws IOException {
    checkNew(path);
    RunFolder folder = new RunFolder(path);
    try {
      Files.createDirectories(folder.checkpoints());
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "permission denied" : e.getReason();
      throw new IOException(path + ": cannot be made, " + e.getFile() + ": " + reason, e);
    }
    folder.write(CONFIG, config); // last: a folder with it is whole
    return folder;
  }

  /**
   * Refuses a place where something is, before work is done to fill it.
   *
   * @throws IOException one line that begins with the path
   */
  public static void checkNew(Path path) throws IOException {
    if (Files.isRegularFile(path.resolve(CONFIG))) {
      throw new IOException(
          path + ": holds a run already; go on with --resume " + path + ", or name another folder");
    }
    if (Files.exists(path) && !isEmpty(path)) {
      throw new IOException(path + ": is there already, expected an empty or a new folder");
    }
  }

  private static boolean isEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }

  /**
   * One that is there.
   *
   * @throws IOException one line that begins with the path, if it holds no run
   */
  public static RunFolder open(Path path) throws IOException {
    if (!Files.isRegularFile(path.resolve(CONFIG))) {
      throw new FileNotFoundException(path + ": expected a folder of a run, found no " + CONFIG);
    }
    RunFolder folder = new RunFolder(path);
    Files.createDirectories(folder.checkpoints());
    for (Path file : List.of(path, folder.checkpoints())) {
      try (Stream<Path> entries = Files.list(file)) { // what was being written when it was cut off
        for (Path part : entries.filter(RunFolder::isPart).toList()) {
          Files.delete(part);
        }
      }
    }
    return folder;
  }

  private static boolean isPart(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".part") || name.startsWith(".riffle-");
  }

  public Path config() {
    return path.resolve(CONFIG);
  }

  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  public Path times() {
    return path.resolve("times.jsonl");
  }

  private Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** Writes a text whole or not at all. */
  public void write(String name, String text) throws IOException {
    WholeFile.write(path.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes tensors whole or not at all, {@code best} as {@code best.safetensors}. */
  public Path write(String name, Map<String, Tensor> tensors, Map<String, String> words)
      throws IOException {
    Path file = path.resolve(name + ENDING);
    try {
      Safetensors.write(file, tensors, words);
    } catch (IOException e) {
      throw unwritten(file, e);
    }
    return file;
  }

  /**
   * Keeps a checkpoint, and of those before it only so many that there are {@code keep}.
   *
   * @throws IOException one line, if it cannot be written; those before it stay
   */
  public void keep(Checkpoint checkpoint, int keep) throws IOException {
    Path file = checkpoints().resolve(STEP + String.format("%09d", checkpoint.step()) + ENDING);
    List<Path> before = kept();
    try {
      checkpoint.write(file);
      syncFolder();
    } catch (IOException e) {
      IOException told = unwritten(file, e);
      throw before.isEmpty()
          ? told
          : new IOException(
              told.getMessage() + "; kept " + before.get(before.size() - 1) + " to go on from", e);
    }
    List<Path> now = kept();
    for (Path old : now.subList(0, Math.max(0, now.size() - keep))) {
      Files.delete(old);
    }
  }

  private static IOException unwritten(Path file, IOException e) {
    return new IOException(file + ": cannot be written, " + e.getMessage(), e);
  }

  // A moved file is in its new place for sure when its folder is on the disk too.
  private void syncFolder() throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      try (FileChannel folder = FileChannel.open(checkpoints(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  /**
   * The checkpoint to go on from; none if training was cut off before the first.
   *
   * @throws CheckpointException one line, if it is damaged; which one is behind it then
   */
  public Optional<Checkpoint> newest() throws IOException {
    List<Path> files = kept();
    if (files.isEmpty()) {
      return Optional.empty();
    }
    int last = files.size() - 1;
    try {
      return Optional.of(Checkpoint.read(files.get(last)));
    } catch (CheckpointException e) {
      throw last == 0
          ? e
          : new CheckpointException(
              e.getMessage() + "; once it is deleted, " + files.get(last - 1) + " is gone on from");
    }
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(checkpoints())) {
      return files
          .filter(file -> file.getFileName().toString().matches(STEP + "\\d+\\" + ENDING))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}
