package dev.riffle.stream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With items that are counted as long as they live. */
@Timeout(30)
class PipelineTest {
  private static final int CAPACITY = 3;
  // Two full queues and one in each stage.
  private static final int MOST_LIVING = 2 * CAPACITY + 3;

  private final AtomicInteger living = new AtomicInteger();
  private final AtomicInteger mostLiving = new AtomicInteger();
  private final List<Integer> written = new ArrayList<>();
  private final CountDownLatch interrupted = new CountDownLatch(1);

  private final class Item implements AutoCloseable {
    private final int number;
    private boolean isClosed;

    Item(int number) {
      this.number = number;
      mostLiving.accumulateAndGet(living.incrementAndGet(), Math::max);
    }

    @Override
    public void close() {
      assertTrue(!isClosed, "closed twice: " + number);
      isClosed = true;
      living.decrementAndGet();
    }
  }

  /** So many items, and then perhaps a failure. */
  private final class Numbers implements Pipeline.Source<Item> {
    private final int count;
    private final IOException failure; // null for none, thrown behind the last
    private int next;

    Numbers(int count, IOException failure) {
      this.count = count;
      this.failure = failure;
    }

    @Override
    public Item next() throws IOException {
      if (next == count && failure != null) {
        throw failure;
      }
      return next == count ? null : new Item(next++);
    }

    @Override
    public void interrupt() {
      interrupted.countDown();
    }
  }

  @AfterEach
  void nothingLives() {
    assertEquals(0, living.get(), "living items");
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().matches("riffle-(decode|detect)"))
            .count();
    assertEquals(0, threads, "living threads");
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void orderIsKeptAndNoneIsLost() throws IOException {
    new Pipeline<Item>(CAPACITY, false)
        .run(new Numbers(20000, null), item -> item, item -> written.add(item.number));
    assertEquals(upTo(20000), written);
    assertTrue(mostLiving.get() <= MOST_LIVING, "living at once: " + mostLiving);
  }

  @Test
  void aSlowEndHoldsTheOthersBack() throws IOException {
    new Pipeline<Item>(CAPACITY, false)
        .run(
            new Numbers(40, null),
            item -> item,
            item -> {
              pause(5);
              written.add(item.number);
            });
    assertEquals(upTo(40), written);
    assertTrue(mostLiving.get() <= MOST_LIVING, "living at once: " + mostLiving);
    assertTrue(mostLiving.get() >= CAPACITY, "queues are used: " + mostLiving);
  }

  @Test
  void aSlowMiddleHoldsTheSourceBack() throws IOException {
    new Pipeline<Item>(CAPACITY, false)
        .run(
            new Numbers(40, null),
            item -> {
              pause(5);
              return item;
            },
            item -> written.add(item.number));
    assertEquals(upTo(40), written);
    assertTrue(mostLiving.get() <= MOST_LIVING, "living at once: " + mostLiving);
  }

  @Test
  void whereTheNewestWinsTheSourceIsNotHeldBack() throws IOException {
    CountDownLatch allRead = new CountDownLatch(1);
    Pipeline<Item> pipeline = new Pipeline<>(CAPACITY, true);
    Numbers numbers = new Numbers(1000, null);
    pipeline.run(
        new Pipeline.Source<>() {
          @Override
          public Item next() throws IOException {
            Item item = numbers.next();
            if (item == null) {
              allRead.countDown();
            }
            return item;
          }

          @Override
          public void interrupt() {}
        },
        item -> {
          try {
            allRead.await(); // the whole source is read meanwhile
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return item;
        },
        item -> written.add(item.number));
    assertTrue(written.size() <= CAPACITY + 1, "written: " + written);
    assertEquals(List.of(997, 998, 999), written.subList(written.size() - 3, written.size()));
    assertEquals(1000, written.size() + pipeline.dropped());
    assertTrue(mostLiving.get() <= MOST_LIVING, "living at once: " + mostLiving);
  }

  @Test
  void whatTheSourceThrowsComesBehindWhatItGave() {
    IOException failure = new IOException("source");
    Pipeline<Item> pipeline = new Pipeline<>(CAPACITY, false);
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                pipeline.run(
                    new Numbers(50, failure),
                    item -> item,
                    item -> {
                      pause(1);
                      written.add(item.number);
                    }));
    assertSame(failure, thrown);
    assertEquals(upTo(50), written);
  }

  @Test
  void whatTheMiddleThrowsEndsAll() {
    IllegalStateException failure = new IllegalStateException("middle");
    Throwable thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                new Pipeline<Item>(CAPACITY, false)
                    .run(
                        new Numbers(Integer.MAX_VALUE, null),
                        item -> {
                          if (item.number == 20) {
                            throw failure;
                          }
                          return item;
                        },
                        item -> {
                          pause(1);
                          written.add(item.number);
                        }));
    assertSame(failure, thrown);
    assertEquals(upTo(20), written);
  }

  @Test
  void whatTheEndThrowsEndsAll() {
    IOException failure = new IOException("end");
    Throwable thrown =
        assertThrows(
            IOException.class,
            () ->
                new Pipeline<Item>(CAPACITY, false)
                    .run(
                        new Numbers(Integer.MAX_VALUE, null),
                        item -> item,
                        item -> {
                          if (item.number == 20) {
                            throw failure;
                          }
                        }));
    assertSame(failure, thrown);
  }

  @Test
  void errorsComeThroughToo() {
    assertThrows(
        OutOfMemoryError.class,
        () ->
            new Pipeline<Item>(CAPACITY, false)
                .run(
                    new Numbers(10, null),
                    item -> {
                      throw new OutOfMemoryError("middle");
                    },
                    item -> {}));
  }

  @Test
  void aSourceThatWaitsIsInterruptedWhenTheEndFails() {
    assertThrows(
        IOException.class,
        () ->
            new Pipeline<Item>(CAPACITY, false)
                .run(
                    new Pipeline.Source<>() {
                      private int next;

                      @Override
                      public Item next() {
                        if (next == 1) {
                          try {
                            interrupted.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                          return null;
                        }
                        return new Item(next++);
                      }

                      @Override
                      public void interrupt() {
                        interrupted.countDown();
                      }
                    },
                    item -> item,
                    item -> {
                      throw new IOException("end");
                    }));
  }

  @Test
  void stoppedItFinishesWhatIsUnderWay() throws IOException {
    Pipeline<Item> pipeline = new Pipeline<>(CAPACITY, false);
    pipeline.run(
        new Numbers(Integer.MAX_VALUE, null),
        item -> item,
        item -> {
          written.add(item.number);
          if (item.number == 10) {
            pipeline.stop();
          }
        });
    assertEquals(upTo(written.size()), written);
    assertTrue(written.size() >= 11 && written.size() <= 11 + MOST_LIVING, "written: " + written);
  }

  @Test
  void nothingIsSomethingToo() throws IOException {
    new Pipeline<Item>(CAPACITY, false)
        .run(new Numbers(0, null), item -> item, item -> written.add(item.number));
    assertEquals(List.of(), written);
  }
}
