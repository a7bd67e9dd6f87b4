package dev.riffle.run.planar.kernel;

/** The choice of kernels, made once. */
final class Fastest {
  static final Kernels KERNELS = choose();

  private Fastest() {}

  // By name, since a Java that was not told to load the incubating module cannot link the class.
  private static Kernels choose() {
    try {
      return new EarlyKernels(
          (Kernels)
              Class.forName("dev.riffle.run.planar.kernel.VectorKernels")
                  .getDeclaredConstructor()
                  .newInstance());
    } catch (ReflectiveOperationException | LinkageError e) {
      System.getLogger(Kernels.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "running on plain loops, several times slower than on vectors: give java the option"
                  + " --add-modules jdk.incubator.vector");
      return new PlainKernels();
    }
  }
}
