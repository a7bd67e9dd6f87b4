package dev.riffle.loader.sample;

import dev.riffle.image.Picture;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;

/**
 * Pictures as they are asked for; it may keep them, and it knows what to do where one cannot be
 * read. For many threads; nobody may ask any more when it is closed.
 */
final class Supply<T> implements AutoCloseable {
  private static final int MOST_TRIES = 100;

  private final PictureSet<T> pictures;
  private final Unreadable policy;
  private final AtomicReferenceArray<Picture> kept; // none where nothing is to be kept
  private final Map<Integer, String> unreadable = new ConcurrentSkipListMap<>();

  Supply(PictureSet<T> pictures, Unreadable policy, boolean isKeeping) {
    this.pictures = pictures;
    this.policy = policy;
    this.kept = new AtomicReferenceArray<>(isKeeping ? pictures.size() : 0);
  }

  PictureSet<T> pictures() {
    return pictures;
  }

  List<String> unreadable() {
    return List.copyOf(unreadable.values());
  }

  /** The picture, or one drawn at random in its place. */
  Supplied<T> supply(int picture, RandomGenerator random) throws IOException {
    int wanted = picture;
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        Picture read = kept.length() == 0 ? pictures.read(wanted) : kept(wanted);
        return new Supplied<>(wanted, read, pictures.answer(wanted), kept.length() == 0);
      } catch (IOException e) {
        if (policy == Unreadable.FAIL) {
          throw e;
        }
        unreadable.put(wanted, e.getMessage());
        wanted = random.nextInt(pictures.size());
      }
    }
    throw new IOException(
        pictures.source()
            + ": none of "
            + MOST_TRIES
            + " pictures could be read, such as "
            + unreadable.get(picture));
  }

  private Picture kept(int picture) throws IOException {
    Picture known = kept.get(picture);
    if (known != null) {
      return known;
    }
    Picture read = pictures.read(picture);
    if (!kept.compareAndSet(picture, null, read)) {
      read.close(); // another thread was faster
    }
    return kept.get(picture);
  }

  @Override
  public void close() {
    for (int i = 0; i < kept.length(); i++) {
      Picture picture = kept.getAndSet(i, null);
      if (picture != null) {
        picture.close();
      }
    }
  }

  /**
   * A picture and what is known of it.
   *
   * @param place its own in the data set
   * @param isOwned whether closing this closes the picture
   */
  record Supplied<T>(int place, Picture picture, T answer, boolean isOwned)
      implements AutoCloseable {
    @Override
    public void close() {
      if (isOwned) {
        picture.close();
      }
    }
  }
}
