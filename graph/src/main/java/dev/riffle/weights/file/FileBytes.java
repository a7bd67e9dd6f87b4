package dev.riffle.weights.file;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that is read here and there; nothing larger than the file is ever set aside for it. */
public final class FileBytes implements Closeable {
  private final FileChannel channel;
  private final long size;

  private FileBytes(FileChannel channel, long size) {
    this.channel = channel;
    this.size = size;
  }

  public static FileBytes open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new CheckpointException("expected a file of weights, found a folder");
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(path);
    } catch (NoSuchFileException e) {
      throw new CheckpointException("no such file");
    } catch (AccessDeniedException e) {
      throw new CheckpointException("no permission to read it");
    }
    return new FileBytes(channel, channel.size());
  }

  public long size() {
    return size;
  }

  /** All of it, in order; to be read once. Open as long as this is. */
  public InputStream stream() {
    return new BufferedInputStream(Channels.newInputStream(channel));
  }

  /** That many bytes from that offset on; what they are is for the message. */
  public ByteBuffer read(long offset, long length, String what) throws IOException {
    if (offset < 0 || length < 0 || length > size - offset) {
      throw new CheckpointException(
          "ends too early: "
              + what
              + " takes "
              + length
              + " bytes from byte "
              + offset
              + " on, the file has "
              + size);
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw new CheckpointException(what + " has " + length + " bytes, more than 2 GiB");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new CheckpointException("became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
