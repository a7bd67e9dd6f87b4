package dev.riffle.loader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.image.ImageSize;
import dev.riffle.image.input.Planes;
import dev.riffle.loader.sample.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoaderTest {

  /** Samples of nothing but random numbers, whose answer is one more. */
  private static class Numbers implements Samples<Integer> {
    final int size;
    final AtomicInteger made = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();

    Numbers(int size) {
      this.size = size;
    }

    void before(int picture) throws IOException {}

    @Override
    public int size() {
      return size;
    }

    @Override
    public String name(int picture) {
      return "picture " + picture;
    }

    @Override
    public ImageSize inputSize(int[] pictures, RandomGenerator random) {
      return new ImageSize(1 + random.nextInt(3), 2);
    }

    @Override
    public Maker<Integer> open() {
      open.incrementAndGet();
      return new Maker<>() {
        @Override
        public Sample<Integer> make(int picture, RandomGenerator random, ImageSize size, Planes to)
            throws IOException {
          before(picture);
          made.incrementAndGet();
          for (int offset : to.offsets()) {
            for (int i = 0; i < size.width() * size.height(); i++) {
              to.data()[offset + i] = random.nextFloat();
            }
          }
          return new Sample<>(picture, random.nextInt(1000));
        }

        @Override
        public void close() {
          open.decrementAndGet();
        }
      };
    }

    @Override
    public List<String> unreadable() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private static List<Batch<Integer>> batches(int count, long seed, long firstStep, int threads)
      throws IOException {
    List<Batch<Integer>> batches = new ArrayList<>();
    try (Loader<Integer> loader = new Loader<>(new Numbers(10), 3, seed, firstStep, threads)) {
      for (int i = 0; i < count; i++) {
        batches.add(loader.next());
      }
    }
    return batches;
  }

  private static void assertSame(List<Batch<Integer>> expected, List<Batch<Integer>> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.get(i).step(), found.get(i).step());
      assertEquals(expected.get(i).width(), found.get(i).width());
      assertEquals(expected.get(i).answers(), found.get(i).answers());
      assertArrayEquals(expected.get(i).pictures(), found.get(i).pictures());
      assertArrayEquals(expected.get(i).pixels(), found.get(i).pixels());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void theNumberOfThreadsChangesNothing(int threads) throws IOException {
    assertSame(batches(20, 5, 0, 1), batches(20, 5, 0, threads));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 11})
  void goingOnLaterIsAsIfItHadNeverStopped(int step) throws IOException {
    assertSame(batches(20, 5, 0, 1).subList(step, 20), batches(20 - step, 5, step, 2));
  }

  @Test
  void anEpochSeesNoPictureTwiceAndEachIsInAnotherOrder() throws IOException {
    Set<String> orders = new TreeSet<>();
    Set<Integer> seen = new TreeSet<>();
    for (long seed = 0; seed < 2; seed++) {
      List<Batch<Integer>> batches = batches(12, seed, 0, 2);
      for (int epoch = 0; epoch < 4; epoch++) {
        List<Integer> order = new ArrayList<>();
        for (Batch<Integer> batch : batches.subList(3 * epoch, 3 * epoch + 3)) {
          Arrays.stream(batch.pictures()).forEach(order::add);
        }
        assertEquals(9, Set.copyOf(order).size());
        seen.addAll(order);
        orders.add(order.toString());
      }
    }
    assertEquals(8, orders.size());
    assertEquals(10, seen.size());
  }

  @Test
  void batchesOfOneEpochAreUnlike() throws IOException {
    List<Batch<Integer>> batches = batches(2, 1, 0, 1);
    assertNotEquals(batches.get(0).answers(), batches.get(1).answers());
    assertEquals(3, Set.copyOf(batches.get(0).answers()).size());
  }

  @Test
  void aBatchMayBeLargerThanTheDataSet() throws IOException {
    try (Loader<Integer> loader = new Loader<>(new Numbers(2), 5, 0, 7, 1)) {
      assertEquals(1, loader.stepsPerEpoch());
      int[] pictures = loader.next().pictures();
      assertEquals(5, pictures.length);
      assertEquals(Set.of(0, 1), Set.of(pictures[0], pictures[1]));
      assertEquals(pictures[0], pictures[4]);
    }
  }

  @Test
  void onceGivesAllInOrderAndThenNoMore() throws IOException {
    try (Loader<Integer> loader = Loader.once(new Numbers(7), 3, 2)) {
      List<Integer> seen = new ArrayList<>();
      while (loader.hasNext()) {
        Arrays.stream(loader.next().pictures()).forEach(seen::add);
      }
      assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), seen);
      assertThrows(NoSuchElementException.class, loader::next);
    }
  }

  @Test
  void noMoreThanAFewBatchesAreMadeAhead() throws Exception {
    Numbers numbers = new Numbers(100);
    try (Loader<Integer> loader = new Loader<>(numbers, 4, 0, 0, 2)) {
      loader.next(); // so that a fourth batch may be begun
      for (int i = 0; i < 200 && numbers.made.get() < 16; i++) {
        Thread.sleep(5);
      }
      Thread.sleep(100); // whoever would make a fifth had time to
      assertEquals(16, numbers.made.get());
    }
  }

  @Test
  void anErrorComesInItsTurnAndStays() throws IOException {
    Numbers numbers =
        new Numbers(6) {
          @Override
          void before(int picture) throws IOException {
            if (picture == 4) {
              throw new IOException("d/4.jpg: truncated or damaged jpg");
            }
          }
        };
    try (Loader<Integer> loader = Loader.once(numbers, 2, 3)) {
      loader.next();
      loader.next();
      for (int i = 0; i < 2; i++) {
        String message = assertThrows(IOException.class, loader::next).getMessage();
        assertEquals("d/4.jpg: truncated or damaged jpg", message);
      }
    }
    assertEquals(0, numbers.open.get());
  }

  @Test
  void tooLittleMemoryIsToldAsThat() {
    Numbers heavy =
        new Numbers(3) {
          @Override
          void before(int picture) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    try (Loader<Integer> loader = new Loader<>(heavy, 1, 0, 0, 2)) {
      assertThrows(OutOfMemoryError.class, loader::next);
    }
  }

  @Test
  void aDefectNamesThePicture() {
    Numbers numbers =
        new Numbers(1) {
          @Override
          void before(int picture) {
            throw new IllegalArgumentException("too large to be warped");
          }
        };
    try (Loader<Integer> loader = Loader.once(numbers, 1, 1)) {
      String message = assertThrows(IllegalStateException.class, loader::next).getMessage();
      assertEquals("picture 0: too large to be warped", message);
    }
  }

  @Test
  void closingStopsWhoeverIsAtWork() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    Numbers numbers =
        new Numbers(50) {
          @Override
          void before(int picture) throws IOException {
            begun.countDown();
            try {
              Thread.sleep(100_000);
            } catch (InterruptedException e) {
              throw new IOException("interrupted", e);
            }
          }
        };
    Loader<Integer> loader = new Loader<>(numbers, 8, 0, 0, 2);
    begun.await();
    loader.close();
    assertEquals(0, numbers.open.get());
    assertEquals(0, numbers.made.get());
    assertFalse(loader.hasNext());
  }

  @Test
  void whatCannotBeIsRefused() {
    Numbers numbers = new Numbers(5);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new Loader<>(numbers, 0, 0, 0, 1))
            .getMessage()
            .startsWith("batchSize: expected 1 or more, found 0"));
    assertThrows(IllegalArgumentException.class, () -> new Loader<>(numbers, 1, 0, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Loader<>(numbers, 1, 0, 0, 0));
  }
}
