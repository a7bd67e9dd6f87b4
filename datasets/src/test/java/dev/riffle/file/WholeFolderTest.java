package dev.riffle.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFolderTest {
  @TempDir Path folder;

  @Test
  void foldersAreMadeWhole() throws IOException {
    Path path = folder.resolve("new");
    WholeFolder.write(path, into -> Files.writeString(into.resolve("a"), "1"));
    assertEquals("1", Files.readString(path.resolve("a")));
    assertArrayEquals(new String[] {"new"}, folder.toFile().list());
  }

  /** By the place that it would have had, not by that beside it which nobody knows. */
  @Test
  void aFileThatCannotBeMadeIsNamed() {
    Path path = folder.resolve("new");
    String tooLong = "a".repeat(300);
    String message =
        assertThrows(
                IOException.class,
                () -> WholeFolder.write(path, into -> Files.createFile(into.resolve(tooLong))))
            .getMessage();
    assertTrue(message.startsWith(path.resolve(tooLong) + ": cannot be written, "), message);
    assertArrayEquals(new String[0], folder.toFile().list());
  }
}
