package dev.riffle.mask;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text form of run lengths. A number is cut into groups of 5 bits, lowest first, as many as
 * keep its sign; a group is the character 48 + bits, + 32 where another follows. From the fourth
 * run on the number is by how much the run is longer than the one two before it.
 */
final class RleText {
  private RleText() {}

  private static final int FIRST = '0';
  private static final int MORE = 32;
  private static final int DIFFERENCES_FROM = 3;

  // 7 groups hold 35 bits, enough for any difference of two ints.
  private static final int MOST_BITS = 35;

  /**
   * @throws IllegalArgumentException if it is no such text or the runs do not add up
   */
  static int[] decode(int height, int width, byte[] text, int from, int to) {
    int size = Rle.size(height, width);
    int count = 0;
    for (int p = from; p < to; p++) {
      count += text[p] < FIRST + MORE ? 1 : 0;
    }
    int[] runs = new int[count];
    int run = 0;
    int left = size;
    for (int p = from; p < to; ) {
      int start = p;
      int group = text[p++] - FIRST;
      long value;
      if (group >>> 5 == 0) {
        value = group << 27 >> 27;
      } else {
        value = 0;
        int bits = 0;
        while (true) {
          if (group >>> 6 != 0) {
            throw failed(
                p - 1 - from,
                "has the code " + (text[p - 1] & 0xff) + ", accepted are '0' (48) to 'o' (111)");
          }
          value |= (long) (group & 31) << bits;
          bits += 5;
          if (group < MORE) {
            break;
          }
          if (bits == MOST_BITS) {
            throw failed(start - from, "begins a number of more than " + bits / 5 + " characters");
          }
          if (p == to) {
            throw failed(p - 1 - from, "is the last and says that more follow");
          }
          group = text[p++] - FIRST;
        }
        value = value << 64 - bits >> 64 - bits;
      }
      if (run >= DIFFERENCES_FROM) {
        value += runs[run - 2];
      }
      if (value < 0 || value > left) {
        throw failed(
            start - from,
            "begins run "
                + run
                + " of length "
                + value
                + ", expected 0 to the "
                + left
                + " pixels left of "
                + Rle.picture(height, width));
      }
      left -= (int) value;
      runs[run++] = (int) value;
    }
    if (left != 0) {
      throw new IllegalArgumentException(
          "mask: the text's runs add up to "
              + (size - left)
              + ", expected "
              + Rle.picture(height, width));
    }
    return runs;
  }

  private static IllegalArgumentException failed(int character, String how) {
    return new IllegalArgumentException("mask: character " + character + " of the text " + how);
  }

  static String encode(int[] runs) {
    byte[] text = new byte[runs.length + 8];
    int length = 0;
    for (int i = 0; i < runs.length; i++) {
      if (length + 7 > text.length) {
        text = Arrays.copyOf(text, 2 * length + 7);
      }
      long value = i < DIFFERENCES_FROM ? runs[i] : (long) runs[i] - runs[i - 2];
      while (value < -16 || value > 15) {
        text[length++] = (byte) (FIRST + MORE + (value & 31));
        value >>= 5;
      }
      text[length++] = (byte) (FIRST + (value & 31));
    }
    return new String(text, 0, length, StandardCharsets.US_ASCII);
  }
}
