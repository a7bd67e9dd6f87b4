package dev.riffle.weights.file;

/** How many bytes a file may still ask for: a small file is not to fill the memory. */
public final class Budget {
  private static final long ALWAYS = 64L << 20;
  private static final int TIMES = 16;

  private final long fileSize;
  private long left;

  /** A few times the file, which leaves room for compression and for tensors that share numbers. */
  public Budget(long fileSize) {
    this.fileSize = fileSize;
    this.left = ALWAYS + TIMES * fileSize;
  }

  /** Takes them. */
  public void take(long bytes) throws CheckpointException {
    if (bytes > left) {
      throw new CheckpointException(
          "a file of " + fileSize + " bytes asks for more than " + TIMES + " times its size");
    }
    left -= bytes;
  }
}
