package dev.riffle.train.record;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A file to which lines of JSON are added. */
final class JsonLines implements AutoCloseable {
  private static final Gson JSON = new Gson();

  private final Path file;
  private final FileChannel channel;

  /**
   * Opens a file, which need not be there.
   *
   * @param file where
   * @param keep how many bytes of it are to stay; what is behind them is cut off
   * @throws IOException one line that begins with the path, if it is shorter than that
   */
  JsonLines(Path file, long keep) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.size() < keep) {
      channel.close();
      throw new IOException(
          file + ": expected " + keep + " bytes as when the checkpoint was written, found fewer");
    }
    channel.truncate(keep);
    channel.position(keep);
  }

  /** Opens a file, which need not be there, behind its last whole line. */
  JsonLines(Path file) throws IOException {
    this(file, Files.exists(file) ? wholeLines(Files.readAllBytes(file)) : 0);
  }

  private static long wholeLines(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') { // cut off in the midst of a line
      end--;
    }
    return end;
  }

  /** Adds a line. */
  void add(Map<String, Object> line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((JSON.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written, " + e.getMessage(), e);
    }
  }

  /** Makes sure that all lines are on the disk, and gives their bytes. */
  long sync() throws IOException {
    channel.force(true);
    return channel.size();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
