package dev.riffle.gradient.kernel;

import dev.riffle.run.planar.kernel.Kernels;

/** The choice of kernels, made once. */
final class FastestSlopes {
  static final SlopeKernels KERNELS = choose();

  private FastestSlopes() {}

  // By name, since a Java that was not told to load the incubating module cannot link the class.
  private static SlopeKernels choose() {
    try {
      return (SlopeKernels)
          Class.forName("dev.riffle.gradient.kernel.VectorSlopes")
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      return new PlainSlopes(Kernels.fastest().lanes());
    }
  }
}
