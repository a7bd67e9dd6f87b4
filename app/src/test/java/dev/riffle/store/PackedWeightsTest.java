package dev.riffle.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedWeightsTest {
  private static final byte[] BYTES = {1, 2, 3, -1};

  @TempDir private Path folder;

  private static URLClassLoader loader(Path place) throws IOException {
    return new URLClassLoader(new URL[] {place.toUri().toURL()}, null);
  }

  @Test
  void aFileOfTheClassPathIsTakenAsItIs() throws IOException {
    Path file = folder.resolve("weights").resolve("my shapes.safetensors");
    Files.createDirectory(file.getParent());
    Files.write(file, BYTES);
    try (URLClassLoader loader = loader(folder)) {
      PackedWeights packed = new PackedWeights(loader);
      assertTrue(packed.has("my shapes"));
      assertEquals(Optional.of(file), packed.find("my shapes"));
      assertFalse(packed.has("others"));
      assertEquals(Optional.empty(), packed.find("others"));
    }
  }

  @Test
  void anEntryOfAJarIsUnpacked() throws IOException {
    Path jar = folder.resolve("app.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(PackedWeights.resource("shapes")));
      out.write(BYTES);
    }
    try (URLClassLoader loader = loader(jar)) {
      Path copy = new PackedWeights(loader).find("shapes").orElseThrow();
      assertArrayEquals(BYTES, Files.readAllBytes(copy));
      assertTrue(copy.toString().endsWith(".safetensors"), copy.toString());
    }
  }
}
