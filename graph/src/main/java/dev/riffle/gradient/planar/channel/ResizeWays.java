package dev.riffle.gradient.planar.channel;

import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.run.Interpolation;
import java.util.Arrays;

/**
 * Reading a plane at other rows and columns, and the way back.
 *
 * @param rows which of the input's are between which of the output's
 * @param columns likewise
 * @param in how the input lies
 * @param out how the output lies
 */
public record ResizeWays(Interpolation rows, Interpolation columns, Stack in, Stack out)
    implements ChannelLayer.Ways {

  @Override
  public int scratch() {
    return in.width();
  }

  @Override
  public void forward(float[] arena, int scratch, int channel, int from, int to) {
    for (int n = 0; n < out.pictures(); n++) {
      for (int y = 0; y < out.height(); y++) {
        int above = from + n * in.step() + rows.lower()[y] * in.pitch();
        int below = from + n * in.step() + rows.upper()[y] * in.pitch();
        float down = rows.share()[y];
        for (int x = 0; x < in.width(); x++) {
          arena[scratch + x] = (1 - down) * arena[above + x] + down * arena[below + x];
        }
        int row = to + n * out.step() + y * out.pitch();
        for (int x = 0; x < out.width(); x++) {
          float right = columns.share()[x];
          arena[row + x] =
              (1 - right) * arena[scratch + columns.lower()[x]]
                  + right * arena[scratch + columns.upper()[x]];
        }
      }
    }
  }

  @Override
  public void backward(float[] arena, int scratch, int channel, int from, int to) {
    Arrays.fill(arena, to, to + in.places(), 0);
    for (int n = 0; n < out.pictures(); n++) {
      for (int y = 0; y < out.height(); y++) {
        Arrays.fill(arena, scratch, scratch + in.width(), 0);
        int row = from + n * out.step() + y * out.pitch();
        for (int x = 0; x < out.width(); x++) {
          float right = columns.share()[x];
          arena[scratch + columns.lower()[x]] += (1 - right) * arena[row + x];
          arena[scratch + columns.upper()[x]] += right * arena[row + x];
        }
        int above = to + n * in.step() + rows.lower()[y] * in.pitch();
        int below = to + n * in.step() + rows.upper()[y] * in.pitch();
        float down = rows.share()[y];
        for (int x = 0; x < in.width(); x++) {
          arena[above + x] += (1 - down) * arena[scratch + x];
          arena[below + x] += down * arena[scratch + x];
        }
      }
    }
  }
}
