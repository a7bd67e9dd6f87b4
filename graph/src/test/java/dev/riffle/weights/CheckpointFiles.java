package dev.riffle.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Checkpoints made by hand, in both forms. */
final class CheckpointFiles {
  private CheckpointFiles() {}

  /** A zip form around a pickle; keys of storages and their bytes alternate. */
  static Path zip(Path path, byte[] pickle, Object... storages) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("any name/data.pkl", pickle);
    for (int i = 0; i < storages.length; i += 2) {
      entries.put("any name/data/" + storages[i], (byte[]) storages[i + 1]);
    }
    return zip(path, ZipEntry.STORED, entries);
  }

  static Path zip(Path path, int method, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setMethod(method);
        if (method == ZipEntry.STORED) {
          CRC32 sum = new CRC32();
          sum.update(entry.getValue());
          header.setCrc(sum.getValue());
          header.setSize(entry.getValue().length);
        }
        zip.putNextEntry(header);
        zip.write(entry.getValue());
      }
    }
    return path;
  }

  /** A legacy form; keys of storages and their bytes alternate, all of one width. */
  static Path legacy(Path path, int width, byte[] pickle, Object... storages) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    String magic = "\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019";
    file.writeBytes(new PickleWriter().raw(0x8a, 10).raw(magic).bytes());
    file.writeBytes(new PickleWriter().integer(1001).bytes());
    file.writeBytes(new PickleWriter().raw("}").bytes());
    file.writeBytes(pickle);
    PickleWriter keys = new PickleWriter().raw("](");
    for (int i = 0; i < storages.length; i += 2) {
      keys.text((String) storages[i]);
    }
    file.writeBytes(keys.raw("e").bytes());
    for (int i = 1; i < storages.length; i += 2) {
      byte[] bytes = (byte[]) storages[i];
      ByteBuffer count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      file.writeBytes(count.putLong(bytes.length / width).array());
      file.writeBytes(bytes);
    }
    return Files.write(path, file.toByteArray());
  }
}
