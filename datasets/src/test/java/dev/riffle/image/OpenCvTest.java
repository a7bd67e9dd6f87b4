package dev.riffle.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

class OpenCvTest {
  private static final String SHORT_WAY = "sum 18.0, loaded by JavaCPP: 0";

  /** What a process prints that loads OpenCV and uses it. */
  public static void main(String[] args) {
    OpenCv.load();
    int byLoader = Loader.getLoadedLibraries().size();
    Mat ones = new Mat(2, 3, CvType.CV_8UC3, Scalar.all(1));
    Scalar sums = Core.sumElems(ones);
    double sum = sums.val[0] + sums.val[1] + sums.val[2];
    ones.release();
    System.out.println("sum " + sum + ", loaded by JavaCPP: " + byLoader);
    if (args.length > 0) {
      Loader.load(opencv_core.class);
      System.out.println("and those of JavaCPP");
    }
  }

  private static Process started(Path cache, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED"); // newer Javas warn otherwise
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + cache);
    command.add(OpenCvTest.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static void assumeShortWay() throws IOException {
    assumeTrue(!NativeFiles.unpacked().isEmpty(), "only on Linux");
  }

  private static Path core(Path cache) throws IOException {
    try (var files = Files.walk(cache)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("libopencv_core.so."))
          .filter(Files::isRegularFile)
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void twoProcessesUnpackAtOnceWithoutTheLoader(@TempDir Path cache) throws IOException {
    assumeShortWay();
    Process one = started(cache);
    Process other = started(cache);
    assertEquals(SHORT_WAY, output(one));
    assertEquals(SHORT_WAY, output(other));
  }

  @Test
  void fileOfAnotherSizeOrTimeIsUnpackedAnew(@TempDir Path cache) throws IOException {
    assumeShortWay();
    assertEquals(SHORT_WAY, output(started(cache)));
    Path core = core(cache);
    byte[] right = Files.readAllBytes(core);
    // Beside and into place: the same file may be in use.
    Path cut = Files.write(cache.resolve("cut"), "no library".getBytes(StandardCharsets.UTF_8));
    Files.move(cut, core, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(SHORT_WAY, output(started(cache)));
    assertTrue(Arrays.equals(right, Files.readAllBytes(core)));
    Path later = Files.write(cache.resolve("later"), new byte[right.length]);
    Files.move(later, core, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(SHORT_WAY, output(started(cache)));
    assertTrue(Arrays.equals(right, Files.readAllBytes(core)));
  }

  @Test
  void folderThatCannotBeWrittenToIsNotNeeded(@TempDir Path folder) throws IOException {
    assumeShortWay();
    Path file = Files.writeString(folder.resolve("file"), "");
    String said = output(started(file)); // a file is no place for a cache
    assertTrue(said.startsWith("sum 18.0"), said);
  }

  @Test
  void wrappersOfJavaCppCanBeLoadedBesides(@TempDir Path cache) throws IOException {
    String said = output(started(cache, "wrappers"));
    assertTrue(said.endsWith("and those of JavaCPP"), said);
  }

  @Test
  void filesAreThere() throws IOException {
    assumeShortWay();
    for (File file : NativeFiles.unpacked()) {
      assertTrue(file.isFile(), file.getPath());
      assertFalse(Files.isSymbolicLink(file.toPath()), file.getPath());
    }
  }
}
