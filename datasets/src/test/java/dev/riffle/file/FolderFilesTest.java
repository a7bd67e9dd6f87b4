package dev.riffle.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {
  @TempDir Path folder;

  @Test
  void linksAreFollowed() throws IOException {
    Path kept = Files.createDirectories(folder.resolve("kept/inner"));
    Files.createFile(kept.resolve("b"));
    Files.createFile(folder.resolve("kept/a"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("kept"));
    assertEquals(
        List.of(link.resolve("a"), link.resolve("inner/b")), FolderFiles.below(link, path -> true));
    assertEquals(List.of(link.resolve("a")), FolderFiles.below(link, path -> path.endsWith("a")));
  }

  // A data set whose pictures were moved away is not a smaller one.
  @Test
  void linksToNothingAreNamed() throws IOException {
    Path gone = folder.resolve("gone");
    Path link = Files.createSymbolicLink(folder.resolve("a.jpg"), gone);
    Files.createSymbolicLink(folder.resolve("notes"), gone);
    assertEquals(
        link + ": is a link to " + gone + ", where nothing is",
        assertThrows(
                IOException.class,
                () -> FolderFiles.below(folder, path -> path.toString().endsWith(".jpg")))
            .getMessage());
    assertEquals(List.of(), FolderFiles.below(folder, path -> path.toString().endsWith(".png")));
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    assertEquals(
        nowhere + ": no such file",
        assertThrows(IOException.class, () -> FolderFiles.below(nowhere, path -> true))
            .getMessage());
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Assumptions.assumeTrue(locked.toFile().setReadable(false), "skipped: no permissions here");
    Assumptions.assumeFalse(Files.isReadable(locked), "skipped: this user may read anything");
    assertEquals(
        locked + ": cannot be read, permission denied",
        assertThrows(IOException.class, () -> FolderFiles.below(folder, path -> true))
            .getMessage());
  }
}
