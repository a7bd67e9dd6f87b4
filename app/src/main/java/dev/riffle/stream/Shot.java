package dev.riffle.stream;

import dev.riffle.image.Picture;
import dev.riffle.track.Tracked;
import java.util.List;

/**
 * A frame on its way, with what was found in it so far.
 *
 * @param index its number in the video
 * @param seconds when it is shown
 * @param picture owned by it
 */
public record Shot(long index, double seconds, Picture picture, List<Tracked> found)
    implements AutoCloseable {

  public Shot {
    found = List.copyOf(found);
  }

  Shot withFound(List<Tracked> other) {
    return new Shot(index, seconds, picture, other);
  }

  @Override
  public void close() {
    picture.close();
  }
}
