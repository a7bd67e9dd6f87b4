package dev.riffle.image;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_java;

/**
 * OpenCV's native code. Whatever calls {@code org.opencv} first calls {@link #load}.
 *
 * <p>The first call takes about 0.7 s (27 libraries), so a program may want to make it early in
 * another thread; later ones take nothing. The environment variable {@code OPENCV_LOG_LEVEL=SILENT}
 * keeps OpenCV from writing to standard error by itself; it cannot be set from here.
 */
public final class OpenCv {
  static {
    Loader.load(opencv_java.class);
  }

  private OpenCv() {}

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
