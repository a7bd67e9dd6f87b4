package dev.riffle.gradient.planar.channel;

import dev.riffle.gradient.planar.place.Stack;
import java.util.Arrays;

/**
 * A map within zeros, and the way back.
 *
 * @param above rows of zeros
 * @param left columns of zeros
 * @param in how the input lies
 * @param out how the output lies
 */
public record PadWays(int above, int left, Stack in, Stack out) implements ChannelLayer.Ways {

  private int behind() {
    return above * out.pitch() + left;
  }

  @Override
  public void forward(float[] arena, int scratch, int channel, int from, int to) {
    Arrays.fill(arena, to, to + out.places(), 0);
    copy(arena, from, in, to + behind(), out);
  }

  @Override
  public void backward(float[] arena, int scratch, int channel, int from, int to) {
    Arrays.fill(arena, to, to + in.places(), 0);
    copy(arena, from + behind(), out, to, in);
  }

  // Maps of the inner size, from planes of one stack into those of another.
  private void copy(float[] arena, int from, Stack source, int to, Stack sink) {
    for (int n = 0; n < in.pictures(); n++) {
      for (int y = 0; y < in.height(); y++) {
        int row = from + n * source.step() + y * source.pitch();
        int into = to + n * sink.step() + y * sink.pitch();
        System.arraycopy(arena, row, arena, into, in.width());
      }
    }
  }
}
