package dev.riffle.json;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A long array of objects, read by several threads.
 *
 * <p>It is cut where an object seems to begin: after a closing brace, a comma and an opening brace.
 * Whether one really begins there is not known, for the same may stand in a text or in an inner
 * array. Every piece is therefore read on until an object ends at or after the next cut. If it ends
 * at the cut exactly, then the next piece was cut rightly, since the one before was; if not, what
 * was read from that cut is thrown away, and reading goes on from where the object ended. So the
 * rows are those of reading in one go, whatever the cuts.
 *
 * @param <R> what the objects of a piece are read into
 */
public final class JsonArray<R extends Rows> {
  private static final int TO_THE_BRACKET = Integer.MAX_VALUE;

  private final byte[] bytes;
  private final int end;
  private final IntFunction<R> rows;
  private final List<Piece> pieces = new ArrayList<>();

  /**
   * An array to be read.
   *
   * @param rows new ones for each piece, given how many bytes it has
   */
  public JsonArray(byte[] bytes, int end, IntFunction<R> rows) {
    this.bytes = bytes;
    this.end = end;
    this.rows = rows;
  }

  /**
   * Reads it.
   *
   * @param in before the bracket that opens the array; afterwards behind the one that closes it
   * @param pieceBytes how long a piece is, about
   * @return the rows of the pieces, in order
   * @throws RowException for the first object that cannot be read
   */
  public List<R> read(JsonReader in, int threads, int pieceBytes)
      throws JsonException, RowException {
    in.open('[');
    if (in.closes(']')) {
      return List.of();
    }
    cut(in.at(), pieceBytes);
    int helpers = Math.min(threads, pieces.size()) - 1;
    Work work = new Work();
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < helpers; i++) {
      Thread thread = new Thread(work, "json-" + i);
      thread.setDaemon(true);
      thread.start();
      started.add(thread);
    }
    work.run();
    for (Thread thread : started) {
      join(thread);
    }
    return joined(in);
  }

  private void cut(int from, int pieceBytes) {
    int begin = from;
    while (begin >= 0) {
      int next = begin < end - pieceBytes ? likelyObject(begin + pieceBytes) : -1;
      pieces.add(new Piece(begin, next < 0 ? TO_THE_BRACKET : next));
      begin = next;
    }
  }

  private int likelyObject(int from) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == '}') {
        int comma = afterSpace(i + 1);
        int brace = afterSpace(comma + 1);
        if (bytes[comma] == ',' && bytes[brace] == '{') {
          return brace;
        }
      }
    }
    return -1;
  }

  private int afterSpace(int from) {
    int i = Math.min(from, end);
    while (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t') {
      i++;
    }
    return i;
  }

  static void join(Thread thread) {
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<R> joined(JsonReader in) throws RowException {
    List<R> all = new ArrayList<>();
    int size = 0;
    int at = pieces.get(0).from;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.until <= at) {
        continue; // an object went on past all of it
      }
      if (piece.from != at) {
        piece = new Piece(at, piece.until);
        piece.read();
      }
      if (piece.fatal instanceof Error error) {
        throw error;
      }
      if (piece.fatal instanceof RuntimeException exception) {
        throw exception;
      }
      size += piece.rows.size();
      if (piece.wrong != null) {
        throw new RowException(size, piece.where, piece.wrong);
      }
      all.add(piece.rows);
      at = piece.reader.at();
      if (piece.isLast) {
        break;
      }
    }
    in.moveTo(at);
    return all;
  }

  private final class Work implements Runnable {
    private final AtomicInteger next = new AtomicInteger();

    @Override
    public void run() {
      int i;
      while ((i = next.getAndIncrement()) < pieces.size()) {
        pieces.get(i).read();
      }
    }
  }

  private final class Piece {
    final int from;
    final int until;
    final JsonReader reader;
    R rows;
    boolean isLast;
    JsonException wrong;
    String where;
    Throwable fatal; // unchecked; thrown again by the thread that waits

    Piece(int from, int until) {
      this.from = from;
      this.until = until;
      this.reader = new JsonReader(bytes, from, end);
    }

    void read() {
      try {
        rows = JsonArray.this.rows.apply(Math.min(until, end) - from);
        isLast = !readUntil(reader, rows, until);
      } catch (JsonException e) {
        wrong = e;
        where = e.at() == JsonException.NOWHERE ? "" : reader.place();
      } catch (RuntimeException | Error e) {
        fatal = e;
      }
    }
  }

  // Whether the array goes on.
  private static boolean readUntil(JsonReader in, Rows rows, int until) throws JsonException {
    do {
      in.beginRow();
      if (in.at() >= until) {
        return true;
      }
      rows.read(in);
    } while (in.more(']'));
    return false;
  }
}
