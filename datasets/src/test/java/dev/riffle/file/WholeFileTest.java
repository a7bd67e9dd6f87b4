package dev.riffle.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void filesAreReplaced() throws IOException {
    Path path = folder.resolve("a.txt");
    WholeFile.write(path, out -> out.write('a'));
    WholeFile.write(path, out -> out.write('b'));
    assertEquals("b", Files.readString(path));
    assertEquals(List.of(path), files());
  }

  @Test
  void whatWasThereStaysWhenWritingFails() throws IOException {
    Path path = folder.resolve("a.txt");
    Files.writeString(path, "old");
    assertThrows(
        IOException.class,
        () ->
            WholeFile.write(
                path,
                out -> {
                  out.write("half".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                  throw new IOException("no more");
                }));
    assertEquals("old", Files.readString(path));
    assertEquals(List.of(path), files());
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    WholeFile.write(link, out -> out.write('n'));
    assertEquals("n", Files.readString(real));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void devicesAreWrittenToDirectly() throws IOException {
    Path device = Path.of("/dev/null");
    Assumptions.assumeTrue(Files.exists(device), "skipped: no /dev/null here");
    WholeFile.write(device, out -> out.write('n'));
    assertFalse(Files.isRegularFile(device));
  }

  @Test
  void badPlacesAreNamed() {
    Path nowhere = folder.resolve("none").resolve("a.txt");
    assertEquals(
        nowhere + ": cannot be written, there is no folder " + folder.resolve("none"),
        assertThrows(IOException.class, () -> WholeFile.write(nowhere, out -> {})).getMessage());
    assertEquals(
        folder + ": is a folder, expected the name of a file",
        assertThrows(IOException.class, () -> WholeFile.write(folder, out -> {})).getMessage());
  }

  @Test
  void lockedFoldersAreNamed() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Assumptions.assumeTrue(locked.toFile().setWritable(false), "skipped: no permissions here");
    Assumptions.assumeFalse(Files.isWritable(locked), "skipped: this user may write anywhere");
    Path path = locked.resolve("a.txt");
    assertEquals(
        path + ": cannot be written, permission denied",
        assertThrows(IOException.class, () -> WholeFile.write(path, out -> {})).getMessage());
  }

  /** A place where nobody can make a file, whoever runs the tests. */
  @Test
  void placesThatTakeNoFilesAreNamed() {
    Assumptions.assumeTrue(
        Files.isDirectory(Path.of("/proc/self")), "skipped: no /proc of Linux here");
    Path path = Path.of("/proc/x.json");
    String message =
        assertThrows(IOException.class, () -> WholeFile.write(path, out -> out.write('n')))
            .getMessage();
    assertTrue(message.startsWith(path + ": cannot be written, "), message);
    assertFalse(message.contains("null"), message);
    assertFalse(Files.exists(path));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
