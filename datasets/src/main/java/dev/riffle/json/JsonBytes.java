package dev.riffle.json;

import dev.riffle.file.FileFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * A file's text in memory, ready for {@link JsonReader}. Gzip is unpacked, whatever the file's
 * name.
 *
 * @param array with zeros after the text
 * @param begin of the text, after a byte order mark
 * @param end of the text
 */
public record JsonBytes(byte[] array, int begin, int end) {
  private static final int MOST = Integer.MAX_VALUE - 8 - JsonReader.PADDING;
  private static final int STEP = 1 << 18; // a copy of that size is made outside the heap

  /**
   * Reads a file.
   *
   * @throws IOException one line that begins with the path, if there is no such file, if it cannot
   *     be read, or if its text is of 2 GiB or more
   */
  public static JsonBytes read(Path path, int threads) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder, expected a JSON file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      checkSize(path, size);
      JsonBytes raw = size > 0 ? file(channel, (int) size, threads) : drained(path, channel);
      return raw.isGzip() ? unpacked(path, raw) : raw.withoutMark();
    } catch (FileSystemException e) {
      throw FileFault.reading(path, e);
    }
  }

  /** A text that is in memory already. */
  public static JsonBytes of(byte[] text) {
    byte[] padded = Arrays.copyOf(text, text.length + JsonReader.PADDING);
    return new JsonBytes(padded, 0, text.length).withoutMark();
  }

  private static void checkSize(Path path, long size) throws IOException {
    if (size > MOST) {
      throw new IOException(path + ": expected less than 2 GiB, found " + size + " bytes");
    }
  }

  private static JsonBytes file(FileChannel channel, int size, int threads) throws IOException {
    byte[] array = new byte[size + JsonReader.PADDING];
    int parts = size < 4 * STEP ? 1 : threads;
    Part[] part = new Part[parts];
    Thread[] thread = new Thread[parts];
    for (int i = parts - 1; i >= 0; i--) {
      int from = (int) ((long) size * i / parts);
      part[i] = new Part(channel, array, from, (int) ((long) size * (i + 1) / parts));
      if (i > 0) {
        thread[i] = new Thread(part[i], "read-" + i);
        thread[i].setDaemon(true);
        thread[i].start();
      }
    }
    part[0].run();
    for (int i = 0; i < parts; i++) {
      if (i > 0) {
        JsonArray.join(thread[i]);
      }
      if (part[i].wrong != null) {
        throw part[i].wrong;
      }
      if (part[i].at < part[i].to) { // somebody cut the file off meanwhile
        Arrays.fill(array, part[i].at, array.length, (byte) 0);
        return new JsonBytes(array, 0, part[i].at);
      }
    }
    return new JsonBytes(array, 0, size);
  }

  private static final class Part implements Runnable {
    final FileChannel channel;
    final byte[] array;
    final int to;
    int at;
    IOException wrong;

    Part(FileChannel channel, byte[] array, int from, int to) {
      this.channel = channel;
      this.array = array;
      this.at = from;
      this.to = to;
    }

    @Override
    public void run() {
      try {
        int count = 0;
        while (count >= 0 && at < to) {
          count = channel.read(ByteBuffer.wrap(array, at, Math.min(STEP, to - at)), at);
          at += Math.max(count, 0);
        }
      } catch (IOException e) {
        wrong = e;
      }
    }
  }

  private static JsonBytes drained(Path path, FileChannel channel) throws IOException {
    return drained(path, Channels.newInputStream(channel), 1 << 16);
  }

  private static JsonBytes drained(Path path, InputStream in, int expected) throws IOException {
    byte[] array = new byte[expected + JsonReader.PADDING];
    int size = 0;
    int count;
    while ((count = in.read(array, size, array.length - JsonReader.PADDING - size)) >= 0) {
      size += count;
      if (size == array.length - JsonReader.PADDING) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        checkSize(path, size + 1L);
        long larger = Math.min(MOST, size + size / 2 + 1L);
        array = Arrays.copyOf(array, (int) larger + JsonReader.PADDING);
        array[size++] = (byte) next;
      }
    }
    return new JsonBytes(array, 0, size);
  }

  private boolean isGzip() {
    return end >= 18 && array[0] == 0x1f && array[1] == (byte) 0x8b;
  }

  private static JsonBytes unpacked(Path path, JsonBytes packed) throws IOException {
    // The last four bytes tell the length, if there is one member only; else they are a guess.
    int told = 0;
    for (int i = 0; i < 4; i++) {
      told |= (packed.array[packed.end - 4 + i] & 0xff) << 8 * i;
    }
    long likely = Math.min(Math.max(told, packed.end), 32L * packed.end);
    InputStream bytes = new ByteArrayInputStream(packed.array, 0, packed.end);
    try (InputStream in = new GZIPInputStream(bytes, 1 << 16)) {
      return drained(path, in, (int) Math.min(likely, MOST)).withoutMark();
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().startsWith(path + ": ")) {
        throw e;
      }
      throw new IOException(path + ": is no whole gzip file, " + e.getMessage(), e);
    }
  }

  private JsonBytes withoutMark() {
    boolean isMarked =
        end >= 3 && array[0] == (byte) 0xEF && array[1] == (byte) 0xBB && array[2] == (byte) 0xBF;
    return new JsonBytes(array, isMarked ? 3 : 0, end);
  }
}
