package dev.riffle.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The parts of a PNG file behind its signature: length, type, data, checksum.
 *
 * @param starts where each part begins, and last where the file's end mark ends
 * @param defect what is wrong with the file, in a word
 */
record PngChunks(List<Integer> starts, Optional<String> defect) {
  private static final int SIGNATURE = 8;
  private static final int FRAME = 12; // length, type and checksum

  static PngChunks of(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    List<Integer> starts = new ArrayList<>();
    int at = SIGNATURE;
    while (true) {
      starts.add(at);
      long length = at > file.length - FRAME ? -1 : bytes.getInt(at) & 0xffffffffL;
      if (length < 0 || length > file.length - FRAME - at) {
        return new PngChunks(starts, Optional.of("truncated"));
      }
      int end = at + FRAME + (int) length;
      // Those with a capital first letter are needed to decode.
      if (Character.isUpperCase(file[at + 4]) && checksum(file, at, end) != bytes.getInt(end - 4)) {
        return new PngChunks(starts, Optional.of("damaged"));
      }
      String type = type(file, at);
      at = end;
      if (type.equals("IEND")) {
        starts.add(at);
        return new PngChunks(starts, Optional.empty());
      }
    }
  }

  private static int checksum(byte[] file, int start, int end) {
    CRC32 checksum = new CRC32();
    checksum.update(file, start + 4, end - start - 8);
    return (int) checksum.getValue();
  }

  private static String type(byte[] file, int start) {
    return new String(file, start + 4, 4, StandardCharsets.ISO_8859_1);
  }

  /**
   * A whole file without its colour profile, which is not applied anyway and which libpng remarks
   * upon on standard error.
   */
  static byte[] withoutProfile(byte[] file) {
    List<Integer> starts = of(file).starts;
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, SIGNATURE);
    for (int i = 0; i + 1 < starts.size(); i++) {
      int start = starts.get(i);
      if (!type(file, start).equals("iCCP")) {
        kept.write(file, start, starts.get(i + 1) - start);
      }
    }
    return kept.toByteArray();
  }
}
