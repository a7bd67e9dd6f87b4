package dev.riffle.image;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.opencv.core.Core;

/**
 * The files that {@code org.opencv} is made of on Linux, without the wrappers that JavaCPP has of
 * its own, the windows toolkit that these bring along, and the search for all of them: loaded one
 * by one, they take 0.05 s instead of 0.7.
 *
 * <p>They lie in JavaCPP's cache, which takes them out of their jars anew where size or time
 * differs, one process at a time.
 */
final class NativeFiles {
  private static final String OPENBLAS = "/org/bytedeco/openblas/";
  private static final String OPENCV = "/org/bytedeco/opencv/";

  // What OpenCV's core needs.
  private static final List<String> MATRIX_PRODUCT =
      List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");

  // Their own paths to each other hold only where they were built: each comes behind all that it
  // needs.
  private static final String MODULES =
      """
      core flann imgproc features2d calib3d dnn objdetect aruco video bgsegm bioinspired \
      dnn_superres face img_hash imgcodecs ml phase_unwrapping photo plot structured_light text \
      tracking videoio wechat_qrcode xfeatures2d ximgproc xphoto""";

  private NativeFiles() {}

  /**
   * The files in the order in which they are to be loaded, for the system's linker.
   *
   * @return none where they are not on the class path for this platform, or are named otherwise
   * @throws IOException if there is no place to unpack them to
   */
  static List<File> unpacked() throws IOException {
    String platform = Loader.Detector.getPlatform() + "/";
    List<File> files = new ArrayList<>();
    if (platform.startsWith("linux-")) {
      String version = ".so." + Core.VERSION_MAJOR + Core.VERSION_MINOR;
      List<String> modules = new ArrayList<>();
      for (String module : MODULES.split(" ")) {
        modules.add("libopencv_" + module + version);
      }
      modules.add("libopencv_java.so");
      if (!unpack(OPENBLAS + platform, MATRIX_PRODUCT, files)
          || !unpack(OPENCV + platform, modules, files)) {
        return List.of();
      }
    }
    return files;
  }

  private static boolean unpack(String folder, List<String> names, List<File> into)
      throws IOException {
    URL first = NativeFiles.class.getResource(folder + names.get(0));
    if (first == null) {
      return false;
    }
    for (String name : names) {
      // All in one jar: searching the class path for each would open every jar on it.
      File file = Loader.cacheResource(new URL(first, name));
      if (file == null) {
        return false;
      }
      into.add(file);
    }
    return true;
  }
}
