package dev.riffle.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** The numbers at places of a file, of which only what is looked at is read. */
final class HeaderBytes {
  private static final int WINDOW = 4096;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  private long from;
  private int size;
  private boolean isLittleEndian;

  HeaderBytes(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    fill(0);
  }

  private void fill(long at) throws IOException {
    window.clear();
    while (window.hasRemaining() && channel.read(window, at + window.position()) > 0) {
      continue; // until it is full, or the file ends
    }
    from = at;
    size = window.position();
  }

  /** What the file begins with. */
  byte[] first() throws IOException {
    fill(0);
    return Arrays.copyOf(window.array(), size);
  }

  /** The order of bytes from here on. */
  void setLittleEndian(boolean isLittle) {
    isLittleEndian = isLittle;
  }

  /**
   * @throws IOException if the file ends before
   */
  int u8(long at) throws IOException {
    if (at < from || at >= from + size) {
      if (at < 0) {
        throw failed("damaged, its header points outside of it");
      }
      fill(at);
      if (size == 0) {
        throw failed("truncated");
      }
    }
    return window.get((int) (at - from)) & 0xff;
  }

  int u16(long at) throws IOException {
    return isLittleEndian ? u8(at) | u8(at + 1) << 8 : u8(at) << 8 | u8(at + 1);
  }

  long u32(long at) throws IOException {
    long a = u16(at);
    long b = u16(at + 2);
    return isLittleEndian ? a | b << 16 : a << 16 | b;
  }

  /** Eight bytes, of which the first bit is a sign. */
  long i64(long at) throws IOException {
    long a = u32(at);
    long b = u32(at + 4);
    return isLittleEndian ? a | b << 32 : a << 32 | b;
  }

  IOException failed(String what) {
    return new IOException(path + ": " + what);
  }
}
