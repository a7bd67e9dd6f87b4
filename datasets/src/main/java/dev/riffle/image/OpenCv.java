package dev.riffle.image;

import java.io.File;
import java.io.IOException;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_java;
import org.opencv.core.Mat;

/**
 * OpenCV's native code. Whatever calls {@code org.opencv} first calls {@link #load}.
 *
 * <p>The first call takes about 0.05 s on Linux and 0.7 s elsewhere (27 libraries), so a program
 * may want to make it early in another thread; later ones take nothing. The environment variable
 * {@code OPENCV_LOG_LEVEL=SILENT} keeps OpenCV from writing to standard error by itself; it cannot
 * be set from here.
 */
public final class OpenCv {
  static {
    if (!isLoadedFromFiles()) {
      Loader.load(opencv_java.class);
    }
  }

  private OpenCv() {}

  // The short way, where it can be gone. JNI looks only for what the same class loader has loaded.
  private static boolean isLoadedFromFiles() {
    if (OpenCv.class.getClassLoader() != Mat.class.getClassLoader()) {
      return false;
    }
    try {
      List<File> files = NativeFiles.unpacked();
      files.forEach(file -> System.load(file.getPath()));
      return !files.isEmpty();
    } catch (IOException | UnsatisfiedLinkError e) {
      return false; // the long way knows more places, and says what is wrong
    }
  }

  /** Loads it, once; safe from any thread. */
  public static void load() {
    // Being called is enough: it runs the class's initialiser.
  }

  /**
   * Begins to load it in another thread, for a program that has something else to do first.
   * Whatever goes wrong is told by the first that needs it.
   */
  public static void loadMeanwhile() {
    Thread loader = new Thread(OpenCv::load, "opencv");
    loader.setDaemon(true);
    loader.setUncaughtExceptionHandler((thread, e) -> {});
    loader.start();
  }
}
